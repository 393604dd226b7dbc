// Has OpenPGP.js unpack with the inflater that it brings along, which it takes where the platform knows no format. The
// platform's own takes bytes behind the end of a compressed stream for an error, and what it had unpacked is lost: sq
// 0.27 fills messages up by such bytes, and other programs pass over them. Only in the workers that open what was sealed,
// which have no other use for it.

class NoPlatformInflater {
  constructor() {
    // What a platform throws for a format that it doesn't know: the only failure after which OpenPGP.js goes on.
    throw new TypeError('the platform is not asked');
  }
}

Object.defineProperty(globalThis, 'DecompressionStream', { value: NoPlatformInflater, configurable: true });

// What kind of picture a file is by its first bytes, and how large by its own header: before anything decodes it.

/** A picture, as its header says. Sizes in pixels, at least 1. */
export interface Picture {
  type: 'image/png' | 'image/jpeg' | 'image/gif' | 'image/webp';
  width: number;
  height: number;
}

type Size = Pick<Picture, 'width' | 'height'>;

/** Each kind: what its bytes begin with, and where its size stands. Reading past the end throws. */
const kinds: {
  type: Picture['type'];
  isKind: (start: string) => boolean;
  size: (view: DataView) => Size | null;
}[] = [
  { type: 'image/png', isKind: (start) => start.startsWith('\x89PNG\r\n\x1a\n'), size: sizeOfPng },
  { type: 'image/jpeg', isKind: (start) => start.startsWith('\xff\xd8\xff'), size: sizeOfJpeg },
  { type: 'image/gif', isKind: (start) => /^GIF8[79]a/.test(start), size: sizeOfGif },
  {
    type: 'image/webp',
    isKind: (start) => start.startsWith('RIFF') && start.slice(8) === 'WEBP',
    size: sizeOfWebp,
  },
];

/** @returns the picture that these bytes are; 'damaged' where they begin as one and say no size; null for anything else */
export function pictureOf(bytes: Uint8Array): Picture | 'damaged' | null {
  const start = String.fromCharCode(...bytes.subarray(0, 12));
  const kind = kinds.find(({ isKind }) => isKind(start));
  if (!kind) return null;
  try {
    const size = kind.size(new DataView(bytes.buffer, bytes.byteOffset, bytes.length));
    return size && size.width > 0 && size.height > 0 ? { type: kind.type, ...size } : 'damaged';
  } catch (error) {
    if (error instanceof RangeError) return 'damaged';
    throw error;
  }
}

const nameAt = (view: DataView, at: number) =>
  String.fromCharCode(...[0, 1, 2, 3].map((offset) => view.getUint8(at + offset)));

/** PNG (W3C, third edition), 11.2.1: the header comes first. */
function sizeOfPng(view: DataView): Size | null {
  if (view.getUint32(8) !== 13 || nameAt(view, 12) !== 'IHDR') return null;
  return { width: view.getUint32(16), height: view.getUint32(20) };
}

/** JPEG (ITU T.81), annex B: segments up to the first frame header. */
function sizeOfJpeg(view: DataView): Size | null {
  let at = 2;
  for (;;) {
    if (view.getUint8(at) !== 0xff) return null;
    while (view.getUint8(at) === 0xff) at += 1;
    const marker = view.getUint8(at);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { width: view.getUint16(at + 6), height: view.getUint16(at + 4) };
    const length = view.getUint16(at + 1);
    // What has no length, and where the data begin: there is no frame header before it.
    if (marker < 0xc0 || (marker >= 0xd0 && marker <= 0xda) || length < 2) return null;
    at += 1 + length;
  }
}

/** GIF89a, 18 and 20: the screen, and the first picture on it, which may be larger than the screen says. */
function sizeOfGif(view: DataView): Size | null {
  const flags = view.getUint8(10);
  let at = 13 + (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);
  while (view.getUint8(at) === 0x21) {
    at += 2;
    while (view.getUint8(at) !== 0) at += 1 + view.getUint8(at);
    at += 1;
  }
  if (view.getUint8(at) !== 0x2c) return null;
  const [left, top, width, height] = [1, 3, 5, 7].map((offset) => view.getUint16(at + offset, true)) as [
    number,
    number,
    number,
    number,
  ];
  return {
    width: Math.max(view.getUint16(6, true), left + width),
    height: Math.max(view.getUint16(8, true), top + height),
  };
}

/** WebP (RFC 9649), 2.5 to 2.7: the first chunk says it, in one of three ways. */
function sizeOfWebp(view: DataView): Size | null {
  switch (nameAt(view, 12)) {
    case 'VP8X': {
      const uint24 = (at: number) => view.getUint16(at, true) + view.getUint8(at + 2) * 0x1_00_00;
      return { width: uint24(24) + 1, height: uint24(27) + 1 };
    }
    case 'VP8L': {
      const bits = view.getUint32(21, true);
      if (view.getUint8(20) !== 0x2f) return null;
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case 'VP8 ':
      if (view.getUint8(23) !== 0x9d || view.getUint16(24) !== 0x01_2a) return null;
      return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
    default:
      return null;
  }
}

/**
 * In how many scans a JPEG is drawn (ITU T.81, annex B.2.3), each of which goes over the whole picture: a few bytes can ask
 * for thousands. Counts markers anywhere: in the data of a scan none stands that is none, elsewhere hardly ever.
 */
export function scansOf(bytes: Uint8Array): number {
  let scans = 0;
  // Byte by byte: looking for each 0xff takes many times as long where there is nothing else.
  for (let at = 1; at < bytes.length; at += 1) if (bytes[at] === 0xda && bytes[at - 1] === 0xff) scans += 1;
  return scans;
}

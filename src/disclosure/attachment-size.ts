/**
 * The size to which `size` sealed bytes are filled up: the next multiple of a sixteenth of the power of two below
 * it, and of 4 KiB at least. So a size tells little, and filling up never adds more than about 6 %.
 */
export function paddedSize(size: number): number {
  const unit = Math.max(4096, 2 ** (Math.floor(Math.log2(Math.max(1, size))) - 4));
  return Math.ceil(size / unit) * unit;
}

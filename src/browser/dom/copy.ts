/**
 * Copies the text of an element and says so in `status`. Where the clipboard is out of reach (a page without
 * https, say), the text is selected, so that the visitor's own copy command finds it.
 */
export async function copyTextOf(source: Element, status: Element): Promise<boolean> {
  const { copied = '', copyYourself = '' } = status instanceof HTMLElement ? status.dataset : {};
  try {
    await navigator.clipboard.writeText(source.textContent ?? '');
    status.textContent = copied;
    return true;
  } catch {
    getSelection()?.selectAllChildren(source);
    status.textContent = copyYourself;
    return false;
  }
}

/** Hands the visitor a text made on this page. */
export function downloadFile(name: string, content: string, type: string): void {
  saveBlob(name, new Blob([content], { type }));
}

/** Hands the visitor bytes, as a file with this name. */
export function saveBlob(name: string, content: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  // The browser has taken hold of the file by the next task.
  setTimeout(() => URL.revokeObjectURL(link.href));
}

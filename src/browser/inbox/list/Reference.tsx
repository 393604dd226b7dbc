/** A reference; in a narrow list its last part is enough for the eye. */
export function Reference({ children }: { children: string }) {
  const at = children.length - 6;
  return (
    <span class="reference">
      <span class="reference-start">{children.slice(0, at)}</span>
      {children.slice(at)}
    </span>
  );
}

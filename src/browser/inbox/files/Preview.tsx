import { useLayoutEffect, useRef } from 'preact/hooks';
import { isolated } from '../../../disclosure/foreign-text.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { lazy } from '../base/lazy.tsx';
import { texts } from '../base/page.ts';
import type { ShownFile, ShownText } from './preview-file.ts';

/** The longest side of a picture that is drawn, in pixels. */
const LONGEST_SIDE = 2048;

/** How a document about a weak spot looks; few files are one. */
const AdvisorySummary = lazy(() =>
  import('../advisory/AdvisorySummary.tsx').then((part) => part.AdvisorySummary),
);

/** A file of a stranger, shown: nothing in it is followed or obeyed. */
export function Preview({ shown, name }: { shown: ShownFile; name: string }) {
  return (
    <figure class="file-preview">
      {shown.kind === 'picture' && <PictureFile shown={shown} name={name} />}
      {shown.kind === 'text' && <TextFile {...shown} />}
      {shown.kind === 'advisory' && <AdvisoryFile shown={shown} />}
    </figure>
  );
}

function AdvisoryFile({ shown: { advisory, text } }: { shown: Extract<ShownFile, { kind: 'advisory' }> }) {
  const { caption, asWritten } = texts.advisory;
  const format = isolated(`${advisory.format} ${advisory.version}`.trim());
  const label = fillIn(caption, { format });
  return (
    <>
      <figcaption class="help">{label}</figcaption>
      <AdvisorySummary advisory={advisory} label={label} />
      {text !== null && (
        <details>
          <summary>{asWritten}</summary>
          <TextFile {...text} />
        </details>
      )}
    </>
  );
}

function TextFile({ text, isWhole }: Omit<ShownText, 'kind'>) {
  const { preview } = texts.files;
  const caption = isWhole ? preview.textWhole : preview.textPart;
  return (
    <>
      <figcaption class="help">{text === '' ? preview.empty : caption}</figcaption>
      {text !== '' && (
        <pre translate={false} dir="auto" tabIndex={0}>
          {text}
        </pre>
      )}
    </>
  );
}

type PictureProps = { shown: Extract<ShownFile, { kind: 'picture' }>; name: string };

/** The policy of the page lets no picture in that is not the site's own, so it is drawn. */
function PictureFile({ shown: { picture, bitmap }, name }: PictureProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!canvas.current || !context) return;
    const scale = Math.min(1, LONGEST_SIDE / Math.max(bitmap.width, bitmap.height));
    canvas.current.width = Math.max(1, Math.round(bitmap.width * scale));
    canvas.current.height = Math.max(1, Math.round(bitmap.height * scale));
    context.imageSmoothingQuality = 'high';
    context.drawImage(bitmap, 0, 0, canvas.current.width, canvas.current.height);
    bitmap.close();
  }, [bitmap]);
  const { preview } = texts.files;
  const kind = picture.type.replace('image/', '').toUpperCase();
  return (
    <>
      <figcaption class="help">
        {fillIn(preview.caption, { kind, width: picture.width, height: picture.height })}
      </figcaption>
      <canvas ref={canvas} role="img" aria-label={fillIn(preview.label, { file: isolated(name) })} />
    </>
  );
}

// Who wrote a message: in a few quiet words where its signature holds, else loudly and with what to do.
import type { AuthorInWords } from '../case/seen-case.ts';

/** Who wrote it, and what is quietly said of that. */
export function AuthorName({ name, ...rest }: AuthorInWords) {
  return (
    <>
      <strong>
        <bdi>{name}</bdi>
      </strong>
      {rest.said !== '' && ' · '}
      <AuthorSaid name={name} {...rest} />
    </>
  );
}

/** What is quietly said of who wrote it. */
export function AuthorSaid({ said, isVerified }: AuthorInWords) {
  return said === '' ? null : <span class={isVerified ? 'verified' : 'help'}>{said}</span>;
}

/** What is wrong with its author; nothing where nothing is. */
export function AuthorDoubt({ doubt }: AuthorInWords) {
  return (
    doubt && (
      <div class="note warning doubt" translate>
        <strong>{doubt.title}</strong>
        <p>{doubt.why}</p>
        <p>{doubt.advice}</p>
      </div>
    )
  );
}

import type {
  AffectedPackage,
  Remark,
  Score,
  VersionRange,
  Vulnerability,
} from '../../../disclosure/foreign-docs/advisory.ts';
import { isolated } from '../../../disclosure/foreign-text.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { Name } from '../base/controls.tsx';
import { texts } from '../base/page.ts';
import { Fact, ForeignText, NameList, Notes, References, Term, When } from './parts.tsx';

/** One weak spot of a document. `number` stands in its title where it has none of its own; null where it is the only one. */
export function WeakSpot({ of: spot, number }: { of: Vulnerability; number: number | null }) {
  const { advisory } = texts;
  return (
    <section class="weak-spot">
      {(spot.title !== '' || number !== null) && (
        <h5>
          {spot.title === '' ? fillIn(advisory.weakSpot, { number: number ?? 1 }) : <Name>{spot.title}</Name>}
        </h5>
      )}
      <dl class="facts">
        <Fact name={advisory.ids} isThere={spot.ids.length > 0}>
          <NameList of={{ names: spot.ids, more: 0 }} />
        </Fact>
        <Fact name={advisory.related} isThere={spot.related.length > 0}>
          <NameList of={{ names: spot.related, more: 0 }} />
        </Fact>
        <Fact name={advisory.kinds} isThere={spot.weaknesses.length > 0}>
          <NameList of={{ names: spot.weaknesses, more: 0 }} />
        </Fact>
        {spot.scores.map((score) => (
          <ScoreFact of={score} />
        ))}
        {spot.standings.map(({ standing, products }) => (
          <Fact name={advisory.standings[standing]} isThere>
            <NameList of={products} />
          </Fact>
        ))}
        {spot.packages.map((pack) => (
          <PackageFact of={pack} />
        ))}
        {spot.remarks.map((remark) => (
          <RemarkFact of={remark} />
        ))}
        <Fact name={advisory.discovered} isThere={spot.discovered !== ''}>
          <When>{spot.discovered}</When>
        </Fact>
        <Fact name={advisory.disclosed} isThere={spot.disclosed !== ''}>
          <When>{spot.disclosed}</When>
        </Fact>
        <Fact name={advisory.exploited} isThere={spot.exploited !== ''}>
          <When>{spot.exploited}</When>
        </Fact>
      </dl>
      <Notes of={spot.notes} />
      <References of={spot.references} />
    </section>
  );
}

function ScoreFact({ of: { system, value, rating, vector, products } }: { of: Score }) {
  return (
    <Fact name={texts.advisory.scores} isThere>
      <ul class="name-list">
        {[system, value, rating, vector].filter(Boolean).map((part) => (
          <li>
            <Name>{part}</Name>
          </li>
        ))}
      </ul>
      <GoesFor products={products} />
    </Fact>
  );
}

function RemarkFact({ of: { about, kind, text, address, date, products } }: { of: Remark }) {
  const { remarks, remarkKinds } = texts.advisory;
  return (
    <Fact name={remarks[about]} isThere>
      <Term word={remarkKinds[kind as keyof typeof remarkKinds]}>{kind}</Term>
      {text !== '' && <ForeignText>{text}</ForeignText>}
      {address !== '' && (
        <p class="address">
          <Name>{address}</Name>
        </p>
      )}
      {date !== '' && (
        <p class="help">
          <When>{date}</When>
        </p>
      )}
      <GoesFor products={products} />
    </Fact>
  );
}

function GoesFor({ products }: { products: Score['products'] }) {
  if (products.names.length === 0) return null;
  return (
    <div class="goes-for">
      {texts.advisory.products} <NameList of={products} />
    </div>
  );
}

function PackageFact({ of: { name, ranges, versions } }: { of: AffectedPackage }) {
  const { affected, versions: title } = texts.advisory;
  return (
    <Fact name={affected} isThere>
      <Name>{name}</Name>
      {ranges.map((range) => (
        <p>
          {rangeText(range)}
          {range.repository !== '' && (
            <>
              {' · '}
              <Name>{range.repository}</Name>
            </>
          )}
        </p>
      ))}
      {versions.names.length > 0 && (
        <div class="goes-for">
          {title} <NameList of={versions} />
        </div>
      )}
    </Fact>
  );
}

/** “from 1.0 · fixed in 1.2”; 0 stands for the time before any version. */
function rangeText({ events }: VersionRange): string {
  const { advisory } = texts;
  return events
    .map(({ kind, version }) =>
      kind === 'introduced' && version === '0'
        ? advisory.fromFirst
        : fillIn(advisory.events[kind], { version: isolated(version) }),
    )
    .join(' · ');
}

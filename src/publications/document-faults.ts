// What CSAF asks of publications beyond their schemas, in English, the language of its documents.
import { perLanguage } from '../i18n/languages.ts';
import { csafDocument } from './csaf.ts';
import { advisoryOf } from './csaf-lesson.ts';
import { AdvisoryError, documentPath, type Publisher } from './csaf-parts.ts';
import { csafVexDocument } from './csaf-vex.ts';
import type { PublicationFault } from './fault.ts';
import type { LessonFile } from './lesson-pairs.ts';
import { trackedOf } from './openvex.ts';
import type { VexData } from './vex-schema.ts';

/** One that was read. */
export interface VexFile {
  /** From src/content. */
  path: string;
  data: VexData;
}

/** Only so that a document can be made: nothing of it is published. */
const PUBLISHER: Publisher = {
  name: 'x',
  publisherCategory: 'vendor',
  siteUrl: 'https://example.com',
  contactDetails: 'x',
  termsOfUse: 'x',
};

/** Whether a document can be made of each, and each has a file of its own. */
export function documentFaults(
  lessons: readonly LessonFile[],
  vexes: readonly VexFile[],
): PublicationFault[] {
  const byPath = new Map<string, string>();
  /** @param name what the sentence about another calls it */
  const look = (name: string, path: string, field: string, make: () => string): PublicationFault[] => {
    let document: string;
    try {
      document = make();
    } catch (error) {
      if (!(error instanceof AdvisoryError)) throw error;
      return [{ path, field, sentence: error.message }];
    }
    const before = byPath.get(document);
    byPath.set(document, name);
    return before === undefined || before === name
      ? []
      : [{ path, field: 'id', sentence: `gives the CSAF file ${document}, which ${before} has already.` }];
  };
  const ofLessons = lessons.flatMap(({ id, data }) => {
    if (!id.endsWith('/en')) return [];
    return look(id, `lessons/${id}.md`, 'product', () => {
      const advisory = advisoryOf(
        data,
        perLanguage(() => PUBLISHER.siteUrl),
      );
      csafDocument(advisory, PUBLISHER);
      return documentPath(advisory);
    });
  });
  const ofVexes = vexes.flatMap(({ path, data }) =>
    look(path, path, 'products', () => {
      csafVexDocument(data, PUBLISHER, []);
      return documentPath(trackedOf(data));
    }),
  );
  return [...ofLessons, ...ofVexes];
}

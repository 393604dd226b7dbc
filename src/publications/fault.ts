/** Something that stands in the way of publishing. */
export interface PublicationFault {
  /** Of the file, or of the lesson's folder, from src/content. */
  path: string;
  /** Such as `vulnerability.cvss`; `text` for what stands below the front matter, empty for the file as a whole. */
  field: string;
  /** What is wrong, and what to do. */
  sentence: string;
}

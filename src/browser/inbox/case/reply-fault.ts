/** A reply can't be sealed as it is; `sentence` says why, `place` at which field. */
export class ReplyFault extends Error {
  readonly place: 'message' | 'files' | 'sealed';
  readonly sentence: string;
  constructor(place: 'message' | 'files' | 'sealed', sentence: string) {
    super(sentence);
    this.place = place;
    this.sentence = sentence;
  }
}

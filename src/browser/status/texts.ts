import type status from '../../../locales/nl/status.json';
import type { ProblemCode } from '../../disclosure/problems.ts';

type Own = Pick<
  typeof status,
  | 'errors'
  | 'steps'
  | 'states'
  | 'outcomes'
  | 'promise'
  | 'credits'
  | 'alert'
  | 'fixUnknown'
  | 'attachmentsState'
  | 'urgent'
  | 'opening'
  | 'you'
  | 'team'
  | 'report'
  | 'sealedForKey'
  | 'sealedForTeam'
  | 'withoutYou'
  | 'notSealed'
  | 'tooLongToOpen'
  | 'tooSlow'
  | 'full'
  | 'download'
  | 'earlier'
  | 'copy'
  | 'copied'
  | 'copyYourself'
  | 'sending'
  | 'sent'
  | 'empty'
  | 'tooLong'
  | 'notSent'
>;

/** The sentences of the status page, as the page hands them over in `data-texts`; `{{name}}` is still in them. */
export interface StatusTexts extends Own {
  withdrawConfirm: string;
  faultNumber: string;
  problems: Record<ProblemCode, string>;
}

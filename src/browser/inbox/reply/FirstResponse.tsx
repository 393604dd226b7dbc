import { assessments } from '../../../disclosure/case.ts';
import type { FormContent } from '../../../disclosure/reply-form.ts';
import { Fault, invalid } from '../base/controls.tsx';
import { texts } from '../base/page.ts';
import type { Reply } from '../case/reply.ts';

/** What the team makes of a report: the choice that the first response begins with, or a message before it. */
export function FirstResponse({ reply, content }: { reply: Reply; content: FormContent }) {
  const { compose } = texts;
  const fault = reply.faults.value.assessment ?? '';
  const choices = [...assessments, 'message'] as const;
  return (
    <div id="assessment-box" class="field">
      <fieldset class="choices">
        <legend>{compose.assessment}</legend>
        <Fault id="error-assessment" sentence={fault} />
        {choices.map((choice, index) => (
          <div key={choice} class="check">
            <input
              type="radio"
              name="assessment"
              id={`assessment-${choice}`}
              value={choice}
              {...(index === 0 ? invalid(fault) : {})}
              aria-describedby={
                choice === 'message' ? 'error-assessment help-message-only' : 'error-assessment'
              }
              checked={content.assessment === choice}
              onChange={() => reply.writing.change({ assessment: choice })}
            />
            <label for={`assessment-${choice}`}>
              {choice === 'message' ? compose.messageOnly : compose.assessments[choice]}
            </label>
            {choice === 'message' && (
              <p class="help" id="help-message-only">
                {compose.messageOnlyHelp}
              </p>
            )}
          </div>
        ))}
      </fieldset>
    </div>
  );
}

// What was said in a case after the report: the newest messages, and earlier ones when they are asked for.
import { STRETCH } from '../../dom/stretch.ts';
import { Block, Button } from '../base/controls.tsx';
import { onceDrawn } from '../base/focus.ts';
import { plural, texts } from '../base/page.ts';
import type { OpenedCase } from '../case/opened-case.ts';
import type { SeenCase } from '../case/seen-case.ts';
import { Message } from './Message.tsx';

export function Conversation({ opened, seen }: { opened: OpenedCase; seen: SeenCase }) {
  const { shown, earlier } = seen;
  const messages = shown.filter(({ message }) => message.number !== 1);
  return (
    <Block id="conversation-title" title={texts.case.conversation}>
      <p id="no-messages" hidden={messages.length > 0}>
        {texts.case.noMessages}
      </p>
      <p id="earlier" class="actions earlier" hidden={earlier === 0}>
        <Button id="show-earlier" work={() => showEarlier(opened)}>
          {plural(texts.case, 'earlier', Math.min(earlier, STRETCH))}
        </Button>
        {/* When one more stretch is all, the button says so. */}
        <span id="earlier-left" class="help" role="status">
          {earlier > STRETCH ? plural(texts.case, 'earlierLeft', earlier) : ''}
        </span>
      </p>
      <ol id="team-messages" class="messages" translate={false}>
        {messages.map((one) => (
          <Message key={one.message.id} opened={opened} seen={seen} shown={one} />
        ))}
      </ol>
    </Block>
  );
}

async function showEarlier(opened: OpenedCase): Promise<void> {
  await opened.showEarlier();
  if (opened.isLeft || opened.current.earlier > 0) return;
  // Without the button the keyboard would stand nowhere.
  onceDrawn(() => {
    const first = document.getElementById('team-messages')?.firstElementChild;
    if (!(first instanceof HTMLElement)) return;
    first.tabIndex = -1;
    first.focus();
  });
}

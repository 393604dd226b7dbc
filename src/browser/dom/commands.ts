import { copyTextOf } from './copy.ts';

/** Shows the button beside each command of the page that copies it. The report page's first script has it within. */
export function offerCopies(): void {
  for (const command of document.querySelectorAll('.command')) {
    const [code, button, status] = [
      command.querySelector('code'),
      command.querySelector('button'),
      command.querySelector('[role="status"]'),
    ];
    if (!code || !button || !status) continue;
    button.hidden = false;
    button.addEventListener('click', () => void copyTextOf(code, status));
  }
}

// Names in what somebody wrote to be reached by, among addresses, numbers and words that say how and when.
import { saysNothing } from './names.ts';
import { numbersIn } from './telephone-numbers.ts';

/** What stands in many contacts and names nobody. */
const ORDINARY = new Set(
  // By what, in Dutch.
  (
    'mail mails mailen mailtje email emailen adres mailadres emailadres tel telefoon telefonisch telefoonnummer nummer ' +
    'mobiel gsm bel bellen bellend app appen appje bericht berichten berichtje sms contact contactgegevens bereikbaar ' +
    'bereiken antwoord antwoorden sleutel versleuteld beveiligd naam gebruiker gebruikersnaam profiel pagina site ' +
    'formulier melding meldpunt rapport code ontvangstcode ' +
    // The same in English, and what is in addresses.
    'phone telephone call calling text texting message messages mobile cell address number name reach reachable reply ' +
    'respond answer key encrypted secure user username handle nick nickname account profile web website url link id ' +
    'form report reports reporting receipt http https www com net org nl eu be dev info io example dot ' +
    'pgp gpg openpgp fingerprint ' +
    // By which service.
    'signal whatsapp telegram threema wire session discord slack skype teams zoom matrix element irc xmpp jabber ' +
    'twitter mastodon bluesky fediverse facebook instagram insta tiktok reddit linkedin github gitlab bugcrowd ' +
    'hackerone intigriti yeswehack proton protonmail gmail hotmail outlook icloud keybase linktree dm dms pm ' +
    // Where and when.
    'kantoor kantooruren thuis werk privé prive overdag dag dagen week weken weekend werkdag werkdagen ochtend ochtends ' +
    'middag middags avond avonds uur uren tussen vanaf tot maandag dinsdag woensdag donderdag vrijdag zaterdag ' +
    'zondag tijdens vakantie work office home private business days weekday weekdays hours morning mornings ' +
    'afternoon evening evenings night between during before after until monday tuesday wednesday thursday friday ' +
    'saturday sunday cet cest utc gmt am pm ' +
    // Who: what stands before and behind names.
    'mr mrs ms dr drs ir ing prof msc bsc phd dhr mevr mevrouw meneer heer company bedrijf stichting universiteit ' +
    'university hogeschool college ' +
    // What goes between.
    'ook alleen liever liefst graag niet geen wel anders via per naar door is als kan kunt kunnen mag mogen moet hoeft ' +
    'willen ik mij mijn je jij jullie uw wij ons onze hun heb heeft hebben wordt worden was er wat wie hoe meer veel ' +
    'dit dat die deze over onder maar eventueel eerst bijvoorbeeld hierboven hieronder hier zie beide nodig voorkeur ' +
    'blijf blijven gewoon bijv nvt also only preferred preferably prefer rather not dont can could might would should ' +
    'you your it its this that these those if when then but by as are be been no yes either both any first please thanks ' +
    'use using above below same we us our they have has had like want need needed all more out up so here there see just ' +
    'stay remain through'
  ).split(' '),
);
/** A contact of more words is a sentence: what has no capital in it is no name. */
const MOST_WORDS = 5;
/** What somebody is called where names have an @ before them. */
const HANDLE = /(?<![\p{L}\p{M}\p{N}._%+-])@([\p{L}\p{N}_][\p{L}\p{M}\p{N}._-]*[\p{L}\p{N}_])/gu;

const hasPath = (word: string) => /\.[^/]*\/|:\/\//.test(word);
const isAddress = (word: string) => word.includes('@') || hasPath(word);

/** Ordinary words that something joins are what somebody is called, or a host: `web_dev`, `night.user`. */
const JOINED = /[\p{L}\p{N}][_.-]+[\p{L}\p{N}]/u;
const isMail = (word: string) => /^e-mail(?:adres|address)?[^\p{L}\p{N}]*$/iu.test(word);

/** Whether words say how or when somebody is reached, and nothing else. */
export function isOrdinary(words: string): boolean {
  if (words.split(/\s+/).some((word) => JOINED.test(word) && !isMail(word))) return false;
  const parts =
    words
      .toLowerCase()
      .replaceAll(/['’]/g, '')
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  const said = parts.filter((part) => /\p{L}/u.test(part));
  return said.length > 0 && said.every((part) => part.length < 2 || ORDINARY.has(part));
}

/** The handles in a text, without their @. */
export const handlesIn = (text: string): string[] =>
  Array.from(text.matchAll(HANDLE), ([, handle]) => handle ?? '');

/** The names that stand in a contact, each as a whole: what is left when addresses, numbers and ordinary words are left out. */
export function namesAmong(contact: string): string[] {
  const others = numbersIn(contact).reduce((left, [number]) => left.replace(number, ' , '), contact);
  const marked = others.split(/\s+/).map((word) => (isAddress(word) ? ',' : word));
  return marked
    .join(' ')
    .split(/[,;:()[\]<>"“”/|·•]+/)
    .flatMap(namesInPhrase);
}

function namesInPhrase(phrase: string): string[] {
  const words = phrase.trim().split(/\s+/);
  const isSentence = words.length > MOST_WORDS;
  const isName = (word: string) => !isOrdinary(word) && !(isSentence && /^[^\p{L}]*\p{Ll}/u.test(word));
  const runs = words
    .map((word) => (isName(word) ? word : ','))
    .join(' ')
    .split(',');
  return runs
    .map((run) => run.trim())
    .filter((run) => run.split(/\s+/).some((word) => /\p{L}/u.test(word) && !saysNothing(word)));
}

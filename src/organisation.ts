/**
 * Who publishes this site. Another organisation adopts Meldpunt by editing this file, adding its own key
 * (`public/team-key.asc`) and setting its addresses (see `.env.example`). Every page, mail and
 * security.txt takes its facts from here.
 */
export interface Organisation {
  /** The name as it stands in running text. */
  name: string;
  /** International notation with spaces, e.g. `+31 318 894614`. */
  telephone: string;
  /** The day on which the commitments in the policy last changed, `YYYY-MM-DD`. */
  policyLastChanged: string;
  /** Days within which a reporter has a first response; counted as 24 hours each from receipt. */
  firstResponseDays: number;
  /** The least that a report of an unknown problem earns: a voucher, in whole euros. */
  minimumReward: number;
  /** IANA zone in which mails to the team and pages made by the server write their times. */
  timeZone: string;
}

export const organisation: Organisation = {
  name: 'Scope4mation',
  telephone: '+31 318 894614',
  policyLastChanged: '2022-09-13',
  firstResponseDays: 3,
  minimumReward: 25,
  timeZone: 'Europe/Amsterdam',
};

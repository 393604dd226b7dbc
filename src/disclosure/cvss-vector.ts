/** How long a CVSS vector may be, as it was written. */
export const longestCvss = 400;
const vectorOf = (version: string, base: string, others: string) =>
  [
    `CVSS:${version}`,
    ...base.split(' ').map((metric) => `/${metric}`),
    ...others.split(' ').map((metric) => `(?:/${metric})?`),
  ].join('');
/** A vector of CVSS 4.0, 3.1 or 3.0: all base metrics, then any others, each in the order of the standard. */
export const cvssVector = new RegExp(
  `^(?:${vectorOf(
    '4\\.0',
    'AV:[NALP] AC:[LH] AT:[NP] PR:[NLH] UI:[NPA] VC:[HLN] VI:[HLN] VA:[HLN] SC:[HLN] SI:[HLN] SA:[HLN]',
    'E:[XAPU] CR:[XHML] IR:[XHML] AR:[XHML] MAV:[XNALP] MAC:[XLH] MAT:[XNP] MPR:[XNLH] MUI:[XNPA] MVC:[XNLH] MVI:[XNLH] MVA:[XNLH] MSC:[XNLH] MSI:[XNLHS] MSA:[XNLHS] S:[XNP] AU:[XNY] R:[XAUI] V:[XDC] RE:[XLMH] U:(?:X|Clear|Green|Amber|Red)',
  )}|${vectorOf(
    '3\\.[01]',
    'AV:[NALP] AC:[LH] PR:[NLH] UI:[NR] S:[UC] C:[HLN] I:[HLN] A:[HLN]',
    'E:[XUPFH] RL:[XOTWU] RC:[XURC] CR:[XLMH] IR:[XLMH] AR:[XLMH] MAV:[XNALP] MAC:[XLH] MPR:[XNLH] MUI:[XNR] MS:[XUC] MC:[XNLH] MI:[XNLH] MA:[XNLH]',
  )})$`,
);

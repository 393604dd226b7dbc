/** The logo: a point, held between two brackets. SVG, drawn on whole pixels, in the colour of the text around it. */
export const logo =
  '<svg class="mark" viewBox="0 0 16 16" width="32" height="32" aria-hidden="true">' +
  '<path d="M2 2h4v2H4v8h2v2H2zM14 2h-4v2h2v8h-2v2h4z" fill="currentColor"></path>' +
  '<circle cx="8" cy="8" r="2.5" class="mark-point"></circle></svg>';

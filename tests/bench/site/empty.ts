/** An endpoint that does nothing: what the server itself costs. */
export const ALL = () => new Response('ok');

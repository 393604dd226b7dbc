/** The task of the worker that reads Markdown: gives the HTML, which is hostile until it is sanitised; null when there is none to show. */
export type MarkdownTasks = { render: { input: string; result: string | null } };

/** The settings that this build was made with; served by the integration in `functions/routes.ts`. */
declare module 'virtual:site' {
  export const site: import('./settings.ts').SiteSettings;
}

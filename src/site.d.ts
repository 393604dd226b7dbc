/** The settings that this build was made with; served by the integration in `functions/routes.ts`. */
declare module 'virtual:site' {
  /** False in a build for Vercel: there is no disk to keep anything on. */
  export const hasDisk: boolean;
  export const site: import('./settings/settings.ts').SiteSettings;
}

/** Certificates, and nothing else of the settings: for what runs in a browser. */
declare module 'virtual:team' {
  export const team: import('./settings/settings.ts').SiteSettings['certificates'];
  /** Of who left the team. They verify what was signed before `until`; nothing is sealed to them, nobody signs in. */
  export const former: import('./settings/settings.ts').SiteSettings['former'];
}

/** The version of package.json, put in by the build. */
declare const K0S_TUI_VERSION: string;

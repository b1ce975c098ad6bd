/** The config file, and the command `config`. */
export const config = {
	file: 'Config file',
	notThere: (file: string) => `${file} (not there)`,
	noPlace: 'none (no home folder)',
	titles: {setting: 'SETTING', value: 'VALUE', from: 'FROM'},
	origins: {default: 'default', environment: 'environment', file: 'config file', option: 'option'},
	atLine: (from: string, line: number) => `${from}, line ${line}`,
	on: 'on',
	off: 'off',
	keysDefault: 'All keys are the default ones (docs/KEYS.md, or ? on the screen).',
	keysChanged: (count: number) => `${count} ${count === 1 ? 'action has' : 'actions have'} other keys:`,
	insteadOf: (keys: string) => `(default ${keys})`,
	faultsTitle: 'Not used:',
	/** What a value of the file must be. */
	wanted: {
		trueOrFalse: 'must be true or false',
		seconds: (least: number, most: number) => `must be a number of seconds from ${least} to ${most}`,
		keys: 'must be an object of actions and their keys',
	},
	unknown: (name: string, near: string) => `unknown setting “${name}”${near}`,
	/** After the place in the file. The default keys stay. */
	faults: {
		'unknown-action': (name: string, near: string) => `unknown action “${name}”${near}; docs/KEYS.md lists them`,
		'unknown-key': (name: string, near: string) => `unknown key “${name}”${near}`,
		'not-keys': (name: string) => `${name}: must be a key, or a list of keys`,
		'not-here': (name: string) => `${name} is not an action of this screen`,
		'in-question': (name: string) => `${name}: the keys of a question stay as they are`,
		'taken-by-terminal': (name: string, key: string) => `${name}: ${key} cannot be assigned`,
		'is-text': (name: string, key: string) => `${name}: where a line is typed, ${key} is text`,
		clash: (name: string, key: string, other: string, table: string) =>
			`${name}: ${key} is already ${other} (${table})`,
	},
	/** In the footer when the screen opens. */
	notice: (first: string, more: number) => (more === 0 ? first : `${first} (and ${more} more: k0s-tui config)`),
	/** What each setting does: docs/CONFIG.md and the man page. */
	meanings: {
		lang: 'language of the screen and of what the commands print; default: as the locale says, else English',
		theme:
			'colours for a dark or a light background, or none (mono); auto, the default, goes by NO_COLOR and COLORFGBG',
		screen: 'where the screen opens',
		mouse: 'wheel scrolls, a click selects a tab or a row, a double click opens; with shift the terminal selects text',
		interval: 'seconds between two reads of what is live; default 2',
		readOnly:
			'true: nothing is changed on the host or the cluster, as with --read-only; --read-only=off overrides it once; a refusal names the file; default false',
		keys: 'other keys for actions',
	} as Readonly<Record<string, string>>,
};

import {existsSync, readdirSync} from 'node:fs';
import tseslint from 'typescript-eslint';
import importX from 'eslint-plugin-import-x';
import reactHooks from 'eslint-plugin-react-hooks';

/**
 * The rooms of the house, left to right: each may import only what stands to its left (docs/ARCHITECTURE.md).
 * `leaves` import nothing of ours; the rooms named with them may use them.
 */
const rooms = {
	text: [],
	ship: [],
	keys: [],
	terminal: [],
	redact: [],
	command: ['redact'],
	facts: ['command'],
	read: ['command', 'facts'],
	model: ['command', 'facts', 'read'],
	host: ['redact', 'command', 'facts', 'read', 'model', 'terminal'],
	simulated: ['redact', 'command', 'facts', 'read', 'model', 'host'],
	store: ['redact', 'command', 'facts', 'read', 'model', 'host'],
	'fact-table': ['command', 'facts', 'read', 'model'],
	engine: ['redact', 'command', 'facts', 'read', 'model', 'host', 'fact-table', 'text', 'terminal'],
	install: ['redact', 'command', 'facts', 'read', 'model', 'host', 'fact-table', 'engine', 'text', 'terminal'],
	checks: [
		'redact',
		'command',
		'facts',
		'read',
		'model',
		'host',
		'store',
		'fact-table',
		'engine',
		'install',
		'text',
		'terminal',
	],
	smoke: [
		'redact',
		'command',
		'facts',
		'read',
		'model',
		'host',
		'store',
		'fact-table',
		'engine',
		'install',
		'text',
		'terminal',
	],
	report: [
		'redact',
		'command',
		'facts',
		'read',
		'model',
		'host',
		'store',
		'engine',
		'install',
		'checks',
		'smoke',
		'text',
		'terminal',
	],
	components: ['facts', 'model', 'text', 'keys', 'terminal'],
	commands: [
		'redact',
		'ship',
		'command',
		'facts',
		'read',
		'model',
		'host',
		'simulated',
		'store',
		'engine',
		'install',
		'checks',
		'smoke',
		'report',
		'text',
		'keys',
		'terminal',
	],
	screens: [
		'report',
		'redact',
		'command',
		'facts',
		'model',
		'store',
		'engine',
		'install',
		'checks',
		'smoke',
		'components',
		'text',
		'keys',
		'terminal',
	],
	app: [
		'redact',
		'command',
		'facts',
		'model',
		'host',
		'simulated',
		'store',
		'engine',
		'install',
		'checks',
		'smoke',
		'report',
		'commands',
		'components',
		'screens',
		'text',
		'keys',
		'terminal',
	],
};
const names = Object.keys(rooms);

const zones = names.flatMap(room =>
	names
		.filter(other => other !== room && !rooms[room].includes(other))
		.map(other => ({
			target: `./source/${room}`,
			from: `./source/${other}`,
			message: `${room}/ must not import ${other}/ (docs/ARCHITECTURE.md, rooms)`,
		})),
);
/** A screen is a folder with a descriptor. */
const screens = readdirSync('source/screens').filter(name => existsSync(`source/screens/${name}/screen.ts`));
for (const screen of screens) {
	for (const other of screens) {
		if (screen !== other) {
			zones.push({
				target: `./source/screens/${screen}`,
				from: `./source/screens/${other}`,
				message: 'a screen never imports another screen',
			});
		}
	}
}

/** Rooms that know neither React nor I/O. */
const pure = ['command', 'facts', 'read', 'model', 'text', 'keys'];
/** Rooms that may talk to the machine: everything else asks the runner. */
const noReact = ['host', 'simulated', 'engine', 'install', 'checks', 'smoke', 'report', 'commands'];

/** Rooms that are given the catalogue. */
const readers = ['engine', 'install', 'checks', 'smoke', 'report', 'commands', 'components', 'screens', 'app'];
const noShell = [
	{
		selector: "ObjectExpression > Property[key.name='shell'][value.value!=false][shorthand=false]",
		message: 'no shell string is ever built',
	},
	{selector: "CallExpression[callee.name='exec']", message: 'no shell string is ever built'},
];
const noSentence = {
	selector:
		"BinaryExpression[operator=/^[!=]==$/] > MemberExpression[computed=false][property.name!='length']:matches([object.name='words'], [object.object.name='text'], [object.object.object.name='text'])",
	message: 'a sentence is never compared: ask for its id (text/ids.ts)',
};

export default tseslint.config(
	{ignores: ['build/', 'dist/', 'node_modules/', 'coverage/', 'test/samples/', 'test/lab/', 'test/testhost/']},
	...tseslint.configs.recommended,
	{
		files: ['**/*.{ts,tsx}'],
		plugins: {'import-x': importX, 'react-hooks': reactHooks},
		settings: {
			'import-x/resolver-next': [
				importX.createNodeResolver({
					extensions: ['.ts', '.tsx', '.js', '.mjs'],
					extensionAlias: {'.js': ['.ts', '.tsx', '.js']},
				}),
			],
		},
		rules: {
			'import-x/no-restricted-paths': ['error', {zones}],
			'react-hooks/rules-of-hooks': 'error',
			'react-hooks/exhaustive-deps': 'error',
			'@typescript-eslint/no-unused-vars': ['error', {argsIgnorePattern: '^_', varsIgnorePattern: '^_'}],
			'@typescript-eslint/no-non-null-assertion': 'error',
			'@typescript-eslint/consistent-type-imports': 'error',
			'no-console': 'error',
			eqeqeq: 'error',
		},
	},
	{
		files: pure.map(room => `source/${room}/**/*.{ts,tsx}`),
		rules: {
			'no-restricted-imports': [
				'error',
				{
					patterns: [
						{
							group: ['node:*', '!node:crypto', 'react', 'ink', 'execa'],
							message: 'this room knows neither React nor I/O',
						},
					],
				},
			],
		},
	},
	{
		files: noReact.map(room => `source/${room}/**/*.{ts,tsx}`),
		rules: {
			'no-restricted-imports': [
				'error',
				{patterns: [{group: ['react', 'ink'], message: 'this room does not know React'}]},
			],
		},
	},
	{
		files: ['source/{screens,app}/**/*.{ts,tsx}'],
		rules: {
			'no-restricted-imports': [
				'error',
				{
					patterns: [
						{group: ['node:child_process', 'node:fs', 'node:fs/promises', 'execa'], message: 'ask the runner'},
					],
				},
			],
		},
	},
	{
		files: ['source/**/*.{ts,tsx}', 'cli.tsx'],
		rules: {'no-restricted-syntax': ['error', ...noShell]},
	},
	{
		files: readers.map(room => `source/${room}/**/*.{ts,tsx}`),
		rules: {'no-restricted-syntax': ['error', ...noShell, noSentence]},
	},
	{
		files: ['test/**/*.{ts,tsx}', 'scripts/**', 'bench/**'],
		rules: {'no-console': 'off', '@typescript-eslint/no-non-null-assertion': 'off'},
	},
);

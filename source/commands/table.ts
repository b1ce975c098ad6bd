import type {HeadlessCommand} from './headless.js';

type Entry = {
	readonly name: string;
	readonly load: () => Promise<HeadlessCommand>;
	/** Started by the program itself: not in the help. */
	readonly hidden?: true;
};

/** Loaded only when a command is asked for, not for the screen. */
const all = async () => import('./all.js');

/** Every command of the contract, in the order of the help. */
export const commandTable: readonly Entry[] = [
	{name: 'check', load: async () => (await all()).check},
	{name: 'plan', load: async () => (await all()).plan},
	{name: 'install', load: async () => (await all()).install},
	{name: 'undo', load: async () => (await all()).undo},
	{name: 'status', load: async () => (await all()).status},
	{name: 'why', load: async () => (await all()).why},
	{name: 'network', load: async () => (await all()).network},
	{name: 'nftables', load: async () => (await all()).nftables},
	{name: 'path', load: async () => (await all()).path},
	{name: 'trace', load: async () => (await all()).trace},
	{name: 'reach', load: async () => (await all()).reach},
	{name: 'packets', load: async () => (await all()).packets},
	{name: 'conntrack', load: async () => (await all()).conntrack},
	{name: 'demo', load: async () => (await all()).demo},
	{name: 'confirm', load: async () => (await all()).confirm},
	{name: 'reset', load: async () => (await all()).reset},
	{name: 'upgrade', load: async () => (await all()).upgrade},
	{name: 'token', load: async () => (await all()).token},
	{name: 'backup', load: async () => (await all()).backup},
	{name: 'restore', load: async () => (await all()).restore},
	{name: 'record', load: async () => (await all()).record},
	{name: 'report', load: async () => (await all()).report},
	{name: 'repair', load: async () => (await all()).repair},
	{name: 'info', load: async () => (await all()).info},
	{name: 'config', load: async () => (await all()).config},
	{name: 'worker', load: async () => (await all()).worker, hidden: true},
];

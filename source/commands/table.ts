import type {HeadlessCommand} from './headless.js';

type Entry = {
	readonly name: string;
	readonly load: () => Promise<HeadlessCommand>;
	/** Started by the program itself: not in the help. */
	readonly hidden?: true;
};

/** Every command of the contract, in the order of the help. A command's file is loaded only when it is asked for. */
export const commandTable: readonly Entry[] = [
	{name: 'check', load: async () => (await import('./check.js')).check},
	{name: 'plan', load: async () => (await import('./plan.js')).plan},
	{name: 'install', load: async () => (await import('./install.js')).install},
	{name: 'undo', load: async () => (await import('./undo.js')).undo},
	{name: 'status', load: async () => (await import('./status.js')).status},
	{name: 'network', load: async () => (await import('./network.js')).network},
	{name: 'nftables', load: async () => (await import('./nftables.js')).nftables},
	{name: 'path', load: async () => (await import('./path.js')).path},
	{name: 'trace', load: async () => (await import('./trace.js')).trace},
	{name: 'demo', load: async () => (await import('./demo.js')).demo},
	{name: 'confirm', load: async () => (await import('./confirm.js')).confirm},
	{name: 'reset', load: async () => (await import('./reset.js')).reset},
	{name: 'record', load: async () => (await import('./record.js')).record},
	{name: 'report', load: async () => (await import('./report.js')).report},
	{name: 'repair', load: async () => (await import('./repair.js')).repair},
	{name: 'info', load: async () => (await import('./info.js')).info},
	{name: 'worker', load: async () => (await import('./worker.js')).worker, hidden: true},
];

/** The Install screen. */
export const installScreen = {
	actions: {
		'install.run': 'run step',
		'install.all': 'run all',
		'install.profile': 'profile',
		'install.output': 'output',
		'install.stop': 'stop',
		'install.back': 'back',
	} as Readonly<Record<string, string>>,
	title: 'Steps',
	profile: (name: string) => `profile ${name}`,
	states: {
		unread: 'reading',
		todo: 'to do',
		running: 'runs',
		done: 'done',
		skipped: 'skipped',
		blocked: 'blocked',
		failed: 'failed',
		aborted: 'stopped',
	},
};

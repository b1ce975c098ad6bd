/** What is done to one object of the cluster from its row: a shell, k9s, and changes. */
export const act = {
	goOn: 'Enter goes on.',
	notStarted: (code: string) => `It could not be started (${code}).`,
	endedWith: (how: string) => `It ended with ${how}.`,
	cannot: {
		simulated: 'The simulated host runs no containers: there is nothing to open.',
		recorded: 'A recording runs nothing: there is nothing to open.',
		local: 'The terminal cannot be given away here.',
	},
	readOnly: 'Read-only: nothing is changed here.',
	exec: {
		ofPods: 'A shell opens in a container: select a pod.',
		unknownPod: 'What containers this pod has is not known yet.',
		noneRuns: 'No container of this pod runs now.',
		notRunning: (container: string) => `Container ${container} does not run now.`,
		choose: 'It has several containers: select one and press s again.',
		none: (container: string) => `Container ${container} has no shell: sh is not in its image.`,
		failed: (why: string) => `No shell: ${why}`,
	},
	k9s: {
		missing: 'k9s is not installed in a folder that only root can write (/usr/bin, /usr/local/bin).',
		ofObjects: 'k9s opens on an object of the API: select one.',
	},
};

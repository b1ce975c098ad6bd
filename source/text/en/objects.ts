/** What `:` finds by name, and what `C` copies. */
export const objects = {
	/** One thing of that kind. */
	kinds: {
		kind: 'kind',
		list: 'list',
		pod: 'pod',
		service: 'service',
		workload: 'workload',
		container: 'container',
		image: 'image',
		netns: 'network namespace',
		link: 'link',
		process: 'process',
		refusal: 'refusing rule',
		address: 'address',
		chain: 'chain',
		path: 'service path',
		check: 'check',
		step: 'step',
		rung: 'demo step',
	},
	lists: {
		netns: 'Network namespaces',
		map: 'Map of the network',
		chains: 'Tables and chains',
		services: 'Services and their paths',
		drops: 'What is refused',
		hot: 'Busiest rules',
	},
	unread: (parts: readonly string[]) => `Not read yet, so not found: ${parts.join(', ')}`,
	/** A row that reads them. */
	readFirst: (parts: readonly string[]) => `read ${parts.join(', ')} too, and look there`,
	unreadPart: (screen: string, kinds: readonly string[]) =>
		kinds.length === 0 ? screen : `${screen} (${kinds.join(', ')})`,
	/** The menu of `C`. */
	copy: {
		title: 'Copy',
		lines: (count: number) => `(${count} lines)`,
		labels: {
			name: 'name',
			fullName: 'namespace/name',
			address: 'address',
			command: 'command',
			commands: 'commands',
			output: 'output',
			text: 'text',
			id: 'id',
			image: 'image',
			digest: 'digest',
			pid: 'pid',
			link: 'link',
			mac: 'MAC',
			chain: 'chain',
			standsFor: 'stands for',
			rule: 'rule',
			comment: 'comment',
			target: 'leads to',
			title: 'title',
			found: 'found',
		},
	},
	/** After a jump: esc leads back to that screen. */
	/** An address that was typed: what it is asked for. */
	whoHas: (address: string) => `whatever has ${address}`,
	jumped: (screen: string) => `esc goes back to ${screen}`,
};

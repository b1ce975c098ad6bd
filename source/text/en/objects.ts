/** What `:` finds by name, and what `C` copies. */
export const objects = {
	/** One thing of that kind. */
	kinds: {
		list: 'list',
		pod: 'pod',
		service: 'service',
		workload: 'workload',
		container: 'container',
		image: 'image',
		netns: 'network namespace',
		link: 'link',
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
	unreadPart: (screen: string, kinds: readonly string[]) =>
		kinds.length === 0 ? screen : `${screen} (${kinds.join(', ')})`,
	/** After a jump: esc leads back to that screen. */
	jumped: (screen: string) => `esc goes back to ${screen}`,
};

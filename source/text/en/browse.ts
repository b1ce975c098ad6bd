/** Lists of any kind of the API, within the Status screen. */
export const browse = {
	all: 'all namespaces',
	live: 'live',
	listed: 'read at intervals',
	asking: (name: string) => `Asking the API whether it has a kind "${name}" …`,
	noKind: (name: string) => `The API has no kind named "${name}". To list all kinds: k0s kubectl api-resources`,
	none: (what: string) => `There are no ${what}.`,
	noPod: 'This pod is no longer known.',
	/** In the list of `:`, for a name that nothing has. */
	ask: (name: string) => `${name}: ask the API for a kind of this name`,
	actions: {
		'browse.open': 'open',
		'browse.back': 'back',
		'browse.filter': 'filter',
		'browse.next': 'namespace',
		'browse.copy': 'copy',
		'browse.left': 'columns left',
		'browse.right': 'columns right',
		'browse.refresh': 'refresh',
	},
};

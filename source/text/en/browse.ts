/** Lists of any kind of the API, within the Status screen. */
export const browse = {
	all: 'all namespaces',
	live: 'live',
	listed: 'read at intervals',
	asking: (name: string) => `Asking the API whether it has a kind "${name}" …`,
	noKind: (name: string) => `The API has no kind named "${name}". To list all kinds: k0s kubectl api-resources`,
	/** Where a list has no rows: what is empty, why, and the key that widens it. `what`: `pods`. */
	empty: {
		everywhere: (what: string) => `There are no ${what} in any namespace.`,
		cluster: (what: string) => `There are no ${what}.`,
		namespace: (what: string, namespace: string) => `There are no ${what} in namespace ${namespace}.`,
		noNamespace: (namespace: string, near: readonly string[]) =>
			near.length === 0
				? `There is no namespace ${namespace}.`
				: `There is no namespace ${namespace}, but there ${near.length === 1 ? 'is' : 'are'} ${near.join(', ')}.`,
		owner: (what: string, owner: string) => `${owner} has no ${what} now.`,
		fields: (what: string, fields: string) => `No ${what} have ${fields}.`,
		selector: (what: string, selector: string) => `No ${what} have the label ${selector}.`,
		filter: (text: string, rows: number) =>
			`Nothing matches “${text}”: it hides ${rows === 1 ? 'the only row' : `all ${rows} rows`}.`,
		inverse: (text: string, rows: number) =>
			`${rows === 1 ? 'The only row contains' : `All ${rows} rows contain`} “${text}”, which “!” hides.`,
		clears: (key: string) => `${key} clears the filter.`,
		widens: (key: string) => `${key} shows all namespaces.`,
		back: (key: string) => `${key} goes back.`,
	},
	noPod: 'This pod is no longer known.',
	/** In the list of `:`: a kind, and where or which of it. */
	typed: (kind: string, namespace: string | null, filter: string) =>
		[
			kind,
			...(namespace === null ? [] : [`in namespace ${namespace}`]),
			...(filter === '' ? [] : [`with ${filter}`]),
		].join(' '),
	/** In the list of `:`, for a name that nothing has. */
	ask: (name: string) => `${name}: ask the API for a kind of this name`,
	actions: {
		'browse.open': 'open',
		'browse.back': 'back',
		'browse.filter': 'filter',
		'browse.next': 'namespace',
		'browse.everywhere': 'all namespaces',
		'browse.copy': 'copy',
		'browse.left': 'columns left',
		'browse.right': 'columns right',
		'browse.refresh': 'refresh',
	},
};

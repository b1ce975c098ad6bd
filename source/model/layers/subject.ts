/** What `i` was pressed on. Names as the screens know them; `space`: a network namespace by its key (`network-keys.ts`). */
export type LayerSubject =
	| {readonly kind: 'pod' | 'service' | 'endpoints'; readonly namespace: string; readonly name: string}
	| {readonly kind: 'workload'; readonly workload: string; readonly namespace: string; readonly name: string}
	| {
			readonly kind: 'container';
			readonly id: string | null;
			readonly name: string;
			/** Null: not known. */
			readonly pod: {readonly namespace: string; readonly name: string} | null;
	  }
	| {readonly kind: 'netns'; readonly space: string}
	| {readonly kind: 'link'; readonly space: string; readonly name: string}
	| {readonly kind: 'address'; readonly address: string}
	/** Of the packet filter: a rule, a chain, an element, with the pods and services that its names stand for. */
	| {
			readonly kind: 'rule';
			readonly text: string;
			/** `namespace/name` each. */
			readonly pods: readonly string[];
			readonly services: readonly string[];
	  };

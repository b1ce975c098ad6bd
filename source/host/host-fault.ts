/** Why there is no host; words are made of it where people read them. `failed`: what the system itself said. */
export type OpenFault =
	| (RecordingFault & {readonly path: string})
	| {readonly kind: 'unread'; readonly path: string; readonly code: string}
	/** A file that is none of ours is there. */
	| {readonly kind: 'exists'; readonly path: string; readonly what?: 'debug'}
	/** Nothing can be written there; `code`: what the system says. */
	| {readonly kind: 'unwritable'; readonly path: string; readonly code: string}
	| {readonly kind: 'failed'; readonly message: string};

export class HostFault extends Error {
	constructor(readonly fault: OpenFault) {
		super('path' in fault ? `${fault.path}: ${'code' in fault ? fault.code : fault.kind}` : fault.message);
	}
}

/** Why a file cannot be replayed. `reads`: the newest version that this program knows. */
export type RecordingFault =
	{readonly kind: 'not-ours'} | {readonly kind: 'newer'; readonly version: number; readonly reads: number};

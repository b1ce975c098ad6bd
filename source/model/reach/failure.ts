import type {ReachReason} from './facts.js';

/** A question that has no packets: what stands in the way, or several things that it may mean. */
export type Failure =
	| {readonly kind: 'blocked' | 'unknown'; readonly reasons: readonly ReachReason[]}
	| {readonly kind: 'several'; readonly of: readonly string[]}
	/** A port is wanted, and nothing tells one. */
	| {readonly kind: 'usage'; readonly what: 'no-port' | 'cannot-send'};

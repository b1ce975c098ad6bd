import {textBindings} from '../../components/text-pane.js';
import {listBindings, type Binding} from '../../keys/binding.js';

/** While an answer is shown. */
export const reachBindings = [
	...textBindings,
	{action: 'reach.back', keys: ['escape', 'backspace', 'q'], footer: 1},
	{action: 'reach.trace', keys: ['t'], footer: 2},
	{action: 'reach.choices', keys: ['c'], footer: 3},
	{action: 'reach.next-part', keys: ['tab'], footer: 4},
	{action: 'reach.describe', keys: ['d'], footer: 4.5},
	{action: 'reach.map', keys: ['m'], footer: 5},
	{action: 'reach.across', keys: ['i']},
	{action: 'reach.server', keys: ['J']},
	{action: 'reach.copy', keys: ['C']},
	{action: 'reach.refresh', keys: ['r', 'ctrl+r']},
] as const satisfies readonly Binding[];

/** While NetworkPolicies are told in words. */
export const policiesBindings = [
	...textBindings,
	{action: 'reach.back', keys: ['escape', 'backspace', 'q'], footer: 1},
	{action: 'reach.copy-yaml', keys: ['C'], footer: 2},
	{action: 'reach.refresh', keys: ['r', 'ctrl+r'], footer: 3},
] as const satisfies readonly Binding[];

/** While the matrix is shown. */
export const matrixBindings = [
	...listBindings,
	{action: 'reach.back', keys: ['escape', 'backspace', 'q'], footer: 1},
	{action: 'reach.open', keys: ['enter'], footer: 2},
	{action: 'reach.left', keys: ['left'], footer: 3},
	{action: 'reach.right', keys: ['right'], footer: 4},
	{action: 'reach.problems', keys: ['!'], footer: 5},
	{action: 'reach.save', keys: ['E'], footer: 6},
	{action: 'reach.across', keys: ['i']},
	{action: 'reach.refresh', keys: ['r', 'ctrl+r'], footer: 7},
] as const satisfies readonly Binding[];

/** While it is read, or where it could not be. */
export const waitingBindings = [
	{action: 'reach.back', keys: ['escape', 'backspace', 'q'], footer: 1},
	{action: 'reach.refresh', keys: ['r', 'ctrl+r'], footer: 2},
] as const satisfies readonly Binding[];

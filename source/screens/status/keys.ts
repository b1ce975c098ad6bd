import {rawBindings as paneBindings, textBindings} from '../../components/text-pane.js';
import {columnBindings} from '../../components/use-columns.js';
import {fieldBindings, listBindings, type Binding} from '../../keys/binding.js';
import {listShowBindings, shownBindings, unshownBindings} from './object/keys.js';

/** Also where there is no k0s: what was done so far can be told. */
export const reportBinding = {action: 'status.report', keys: ['W']} as const satisfies Binding;

/** Also where k0s does not run: its log tells why. */
export const serviceLogBinding = {action: 'status.service-log', keys: ['L']} as const satisfies Binding;

/** They have no key here: the palette opens them, on the screen that runs them. */
export const upkeepActions = [
	{action: 'status.upgrade', keys: []},
	{action: 'status.backup', keys: []},
	{action: 'status.restore', keys: []},
] as const satisfies readonly Binding[];

/** While the name of the report's file is typed. */
export const reportBindings = [
	{action: 'report.write', keys: ['enter'], footer: 1},
	{action: 'report.close', keys: ['escape'], footer: 2},
	...fieldBindings,
] as const satisfies readonly Binding[];

export const statusBindings = [
	...listBindings,
	{action: 'status.next', keys: ['tab', ']'], footer: 2},
	{action: 'status.previous', keys: ['shift+tab', '[']},
	{action: 'status.open', keys: ['enter'], footer: 3},
	...listShowBindings,
	{action: 'status.filter', keys: ['/'], footer: 4},
	{action: 'status.raw', keys: ['o'], footer: 5},
	{action: 'status.copy', keys: ['C'], footer: 6},
	...columnBindings,
	serviceLogBinding,
	reportBinding,
	...upkeepActions,
	{action: 'status.back', keys: ['escape', 'backspace']},
] as const satisfies readonly Binding[];

const inPane = [
	{action: 'status.back', keys: ['escape', 'backspace'], footer: 2},
	{action: 'status.raw', keys: ['o'], footer: 3},
	{action: 'status.copy', keys: ['C'], footer: 4},
	{action: 'status.next', keys: ['tab', ']']},
	{action: 'status.previous', keys: ['shift+tab', '[']},
] as const satisfies readonly Binding[];

/** While a row's details are open. */
export const detailBindings = [...textBindings, ...shownBindings, ...inPane] as const satisfies readonly Binding[];

/** While the raw output is open. */
export const rawBindings = [...paneBindings, ...unshownBindings, ...inPane] as const satisfies readonly Binding[];

import {kubectlGet} from './kubectl-get.js';
import type {Request} from './kubectl-kinds.js';
import {ok, type Result} from './tool.js';

/** `kubectl describe KIND NAME`: here no more than the object itself, as YAML, under a line that says so. */
export function kubectlDescribe(request: Request): Result {
	const options = new Map([...request.options, ['-o', 'yaml']]);
	const got = kubectlGet({...request, options});
	return got.exit === 0 ? ok(`# simulated: kubectl describe is not imitated; this is the object\n${got.stdout}`) : got;
}

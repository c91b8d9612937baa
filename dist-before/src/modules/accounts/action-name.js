import { Problem } from '../../platform/errors/problem.js';
/** `end-sessions` in a path is `end_sessions` in JSON. @throws Problem `route_not_found` for another spelling. */
export function actionName(path) {
    if (!/^[a-z]+(-[a-z]+)*$/.test(path))
        throw new Problem('route_not_found');
    return path.replaceAll('-', '_');
}
//# sourceMappingURL=action-name.js.map
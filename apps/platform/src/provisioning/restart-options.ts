import type { RestartBody, RestartQuery } from '@guildhall/contracts';

/** The options of a restart from body or query; the body wins. Molecule AI’s clients use either. */
export const restartOf = (query: RestartQuery, body: RestartBody): RestartBody => {
  const template = body.template ?? query.template;
  return {
    ...(template === undefined ? {} : { template }),
    apply_template: body.apply_template ?? query.apply_template === 'true',
    rebuild_config: body.rebuild_config ?? query.rebuild_config === 'true',
    reset: body.reset ?? query.reset === 'true',
  };
};

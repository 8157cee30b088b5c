// postern rules list: the access rules in the order they are read.

import { formatTable } from '../frame/columns.ts';
import { defineCommand } from '../frame/command.ts';
import { demandWords, describeSides, toRuleJson } from './rule-answer.ts';

const none = 'No access rules. Add one: postern rules add 2 --group GROUP';

export const rulesList = defineCommand({
  name: 'rules list',
  summary: 'Lists the access rules in their order',
  arguments: {},
  options: {},
  run: async (_input, { open }) => {
    const { accounts, accessRules } = await open();
    const rules = await accessRules.list();
    const rows = await Promise.all(
      rules.map(async (rule) => [await describeSides(rule, accounts), demandWords[rule.demand], rule.id]),
    );
    return {
      json: { rules: rules.map(toRuleJson) },
      text: rules.length === 0 ? none : formatTable(['FOR', 'ASKS FOR', 'ID'], rows),
    };
  },
});

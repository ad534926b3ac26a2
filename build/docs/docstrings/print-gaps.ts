import { docstringGaps } from './docstring-rules';
import { exportedMembers } from './exported-members';

// Prints what is missing in the docstrings of what the package exports, and how many members it looked at.
const members = exportedMembers();
console.log(JSON.stringify({ members: members.length, gaps: docstringGaps(members) }));

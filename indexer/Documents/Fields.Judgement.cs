namespace Snowtrail.Indexer.Documents;

/// <summary>What was decided, for which job, how risky it is, and what it proves.</summary>
internal static partial class Fields
{
    internal static readonly FieldDefinition PolicyDecision = Keyword("policy.decision", "decision.action, Alert.decision");
    internal static readonly FieldDefinition PolicyRule = Keyword("policy.rule", "decision.rule", search: true);
    internal static readonly FieldDefinition PolicyRules = Keywords("policy.rules", "decision.rule, decision.mask_rules, completion.masked", search: true);
    internal static readonly FieldDefinition PolicyObserved = Keywords("policy.observed", "decision.observed");
    internal static readonly FieldDefinition PolicyReason = Text("policy.reason", "decision.reason", search: true);
    internal static readonly FieldDefinition PolicyContact = Keyword("policy.contact", "decision.contact");
    internal static readonly FieldDefinition PolicyVersion = Keyword("policy.version", "decision.policy_version, policy_version");
    internal static readonly FieldDefinition PolicyApprovalId = Keyword("policy.approval.id", "request.approval_id", search: true);
    internal static readonly FieldDefinition PolicyApprovalOutcome = Keyword("policy.approval.outcome", "approvals.outcome, the last");
    internal static readonly FieldDefinition PolicyApprovalReason = Text("policy.approval.reason", "approvals.reason, the last");
    internal static readonly FieldDefinition PolicyApprover = Keyword("policy.approver", "approvals.decided_by, the last");
    internal static readonly FieldDefinition PolicyMaskedColumns = Keywords("policy.masked_columns", "completion.masked.column");
    internal static readonly FieldDefinition PolicyMaskedCount = Long("policy.masked_count", "completion.masked.cells, summed");

    internal static readonly FieldDefinition AgentIssuer = Keyword("automation.agent.issuer", "agent.issuer");
    internal static readonly FieldDefinition AgentKind = Keyword("automation.agent.kind", "agent.kind");
    internal static readonly FieldDefinition AgentOwner = Keyword("automation.agent.owner", "agent.owner");
    internal static readonly FieldDefinition AgentKeyId = Keyword("automation.agent.key_id", "agent.key_id");
    internal static readonly FieldDefinition OnBehalfOf = Keyword("automation.on_behalf_of", "agent.on_behalf_of");
    internal static readonly FieldDefinition JobName = Keyword("automation.name", "job.name");
    internal static readonly FieldDefinition JobTrust = Keyword("automation.trust", "job.trust");
    internal static readonly FieldDefinition JobSource = Keyword("automation.source", "job.source");
    internal static readonly FieldDefinition JobRunId = Keyword("automation.run.id", "job.run_id", search: true);
    internal static readonly FieldDefinition JobKnown = Boolean("automation.known", "job.known");
    internal static readonly FieldDefinition JobOwner = Keyword("automation.owner", "job.owner");
    internal static readonly FieldDefinition JobDescription = Text("automation.description", "job.description");
    internal static readonly FieldDefinition JobSchedule = Keyword("automation.schedule", "job.schedule");
    internal static readonly FieldDefinition JobMismatch = Keywords("automation.mismatch", "job.mismatch");
    internal static readonly FieldDefinition JobClaims = Flattened("automation.claims", "claims");

    internal static readonly FieldDefinition RiskLevel = Keyword("risk.level", "risk.level");
    internal static readonly FieldDefinition RiskInputs = FlattenedMany("risk.inputs", "risk.inputs");
    internal static readonly FieldDefinition RiskInputsDropped = Long("risk.inputs_dropped", "risk.inputs_dropped");
    internal static readonly FieldDefinition RiskBaseline = Flattened("risk.baseline", "baseline");

    internal static readonly FieldDefinition RuleId = Keywords("rule.id", "detections.rule_id, Alert.rule_id", search: true);
    internal static readonly FieldDefinition RuleName = Keywords("rule.name", "detections.name, Alert.rule_name", search: true);
    internal static readonly FieldDefinition RuleVersion = Keywords("rule.version", "detections.version, Alert.rule_version");
    internal static readonly FieldDefinition FindingId = Keywords("finding.id", "detections.alert_id, Alert.alert_id", search: true);
    internal static readonly FieldDefinition FindingEvidence = FlattenedMany("finding.evidence", "Alert.evidence");
    internal static readonly FieldDefinition FindingObserved = Flattened("finding.observed", "Alert.observed");
    internal static readonly FieldDefinition FindingAction = Text("finding.suggested_action", "Alert.suggested_action");
    internal static readonly FieldDefinition ThreatFramework = Keyword("threat.framework", "constant MITRE ATT&CK");
    internal static readonly FieldDefinition TacticId = Keywords("threat.tactic.id", "Alert.techniques.tactic_id");
    internal static readonly FieldDefinition TacticName = Keywords("threat.tactic.name", "Alert.techniques.tactic_name");
    internal static readonly FieldDefinition TechniqueId = Keywords("threat.technique.id", "Alert.techniques.id, up to the dot");
    internal static readonly FieldDefinition TechniqueName = Keywords("threat.technique.name", "Alert.techniques.name, without a dot in the id");
    internal static readonly FieldDefinition SubtechniqueId = Keywords("threat.technique.subtechnique.id", "Alert.techniques.id, with a dot");
    internal static readonly FieldDefinition SubtechniqueName = Keywords("threat.technique.subtechnique.name", "Alert.techniques.name, with a dot in the id");

    internal static readonly FieldDefinition LedgerSequence = Long("ledger.sequence", "sequence");
    internal static readonly FieldDefinition LedgerRecords = Keywords("ledger.records", "request_event_id, completion_event_id", search: true);
}

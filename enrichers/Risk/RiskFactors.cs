using Snowtrail.Enrichers.Detections;
using Snowtrail.Enrichers.Jobs;
using Snowtrail.Schemas;

namespace Snowtrail.Enrichers.Risk;

/// <summary>What contributes to a statement's risk beside detections.</summary>
internal sealed class RiskFactors(RuleCatalog rules, JobCatalog jobs)
{
    // Certainty of an observation, from the scoring scheme: parsed 1, heuristic 0.6; one missing name of the ten that make a probe 0.4
    private const double Heuristic = 0.6, OneOfMany = 0.4, SensitiveAsset = 1.5, WholeSensitiveAsset = 2;
    private readonly Rule? _dataChange = rules.Find("STM-01"), _definition = rules.Find("STM-02"), _privilege = rules.Find("STM-03");
    private readonly Rule? _load = rules.Find("STM-04"), _call = rules.Find("STM-05"), _code = rules.Find("STM-06"), _unknown = rules.Find("UNK-01");
    private readonly Rule? _hidden = rules.Find("AGT-08"), _secret = rules.Find("AGT-10"), _outside = rules.Find("AGT-01"), _contradicts = rules.Find("AGT-03");
    private readonly Rule? _claimed = rules.Find("JOB-01"), _noJob = rules.Find("JOB-02"), _shape = rules.Find("AGT-07"), _object = rules.Find("NOV-01");
    private readonly Rule? _refused = rules.Find("DEC-01"), _held = rules.Find("DEC-02"), _observed = rules.Find("DEC-03");
    private readonly Rule? _personal = rules.Find("SEN-01"), _whole = rules.Find("COL-01"), _earlier = rules.Find("COL-07"), _packed = rules.Find("COL-10");
    private readonly Rule? _stage = rules.Find("STG-01"), _unload = rules.Find("STG-02"), _url = rules.Find("EXF-02"), _share = rules.Find("EXF-05");
    private readonly Rule? _wayOut = rules.Find("EXF-09"), _fileUrls = rules.Find("EXF-11"), _files = rules.Find("FIL-01");
    private readonly Rule? _missing = rules.Find("DSC-06"), _failed = rules.Find("ERR-01");

    public void Add(StatementFacts facts, string? newObject, bool newShape, List<RiskHit> hits)
    {
        AddClass(facts, hits);
        AddEffects(facts, hits);
        AddReads(facts, newObject, newShape, hits);
        AddJob(facts, hits);
        AddEnd(facts, hits);
    }

    private void AddClass(StatementFacts facts, List<RiskHit> hits)
    {
        var verb = facts.Analysis.Verb;
        switch (facts.Class)
        {
            case StatementClass.Dml: Hit(hits, _dataChange, verb); break;
            case StatementClass.Ddl: Hit(hits, _definition, verb); break;
            case StatementClass.Dcl: Hit(hits, _privilege, verb); break;
            case StatementClass.Load: Hit(hits, _load, verb); break;
            case StatementClass.Call: Hit(hits, _call, verb); break;
            case StatementClass.FileTransfer: Hit(hits, _files, verb); break;
            case StatementClass.Unknown: Hit(hits, _unknown, "the analyzer could not classify it", Heuristic); break;
            default: break;
        }

        if (facts.Class == StatementClass.Ddl && verb.EndsWith("STAGE", StringComparison.Ordinal) && verb.StartsWith("CREATE", StringComparison.Ordinal))
            Hit(hits, _stage, verb);
    }

    private void AddEffects(StatementFacts facts, List<RiskHit> hits)
    {
        if (facts.Class == StatementClass.Unload || facts.Has(Effects.Unload))
        {
            if (facts.Analysis.Stages.Count > 0 || facts.Analysis.Urls.Count == 0)
                Hit(hits, _unload, facts.Analysis.Stages.Count > 0 ? facts.Analysis.Stages[0] : "an unload");
            else
                Hit(hits, _url, facts.Analysis.Urls[0]);
        }

        if (facts.Effects == Effects.None)
            return;
        if (facts.Has(Effects.Dynamic | Effects.ScriptingBlock))
            Hit(hits, _hidden, "what it touches is computed when it runs");
        if (facts.Has(Effects.CredentialsInText))
            Hit(hits, _secret, "a credential stood in the text");
        if (facts.Has(Effects.CreatesRoutine))
            Hit(hits, _code, facts.Analysis.Verb);
        if (facts.Has(Effects.Share))
            Hit(hits, _share, facts.Analysis.Verb);
        if (facts.Has(Effects.ExternalAccess))
            Hit(hits, _wayOut, facts.Analysis.Verb);
        if (facts.Has(Effects.PresignedUrl))
            Hit(hits, _fileUrls, "it makes URLs to files");
        if (facts.Has(Effects.PacksRows))
            Hit(hits, _packed, "whole rows become one value");
        if (facts.Has(Effects.ResultScan))
            Hit(hits, _earlier, "it reads an earlier result");
    }

    private void AddReads(StatementFacts facts, string? newObject, bool newShape, List<RiskHit> hits)
    {
        if (facts.PiiReads is { } personal)
            Hit(hits, _personal, personal[0], 1, SensitiveAsset);
        if (facts.ReadsWhole && facts.Has(Effects.SelectStar))
            Hit(hits, _whole, facts.PiiReads?[0] ?? facts.Reads[0], 1, facts.PiiReads is null ? 1 : WholeSensitiveAsset);
        if (newObject is not null)
            Hit(hits, _object, newObject);
        if (newShape)
            Hit(hits, _shape, "no earlier statement of this agent has this shape");
        if (facts.JobProved && jobs.Find(facts.Job!.Name) is { ReadPatterns.IsEmpty: false } declared)
            foreach (var table in facts.Reads)
                if (!declared.ReadPatterns.Match(table))
                    Hit(hits, _outside, $"{declared.Name} does not declare {table}");
    }

    private void AddJob(StatementFacts facts, List<RiskHit> hits)
    {
        if (facts.Job is not { } job)
        {
            Hit(hits, _noJob, "nothing says which job it is");
            return;
        }

        if (!facts.JobProved)
            Hit(hits, _claimed, $"{job.Source} says {job.Name}, nothing proves it");
        if (job.Mismatch.Count > 0)
            Hit(hits, _contradicts, $"{job.Name} by {job.Source}, but {string.Join(", ", job.Mismatch)}");
    }

    private void AddEnd(StatementFacts facts, List<RiskHit> hits)
    {
        var decision = facts.Statement.Request.Decision;
        if (decision.Observed.Count > 0)
            Hit(hits, _observed, decision.Observed[0]);
        if (decision.Action == DecisionAction.Deny || (facts.Outcome == StatementOutcome.Refused && decision.Action == DecisionAction.Allow))
            Hit(hits, _refused, facts.Decision);
        else if (decision.Action == DecisionAction.RequireApproval && !Approved(facts) && !facts.Succeeded)
            Hit(hits, _held, facts.Decision);
        if (facts.Outcome != StatementOutcome.Failure)
            return;
        var code = facts.Statement.Completion!.Code;
        // 002003: no such object or not authorised; 003001: insufficient privileges
        if (code is "002003" or "003001")
            Hit(hits, _missing, $"the warehouse answered {code}", OneOfMany);
        else
            Hit(hits, _failed, code is null ? "the statement failed" : $"the warehouse answered {code}");
    }

    private static bool Approved(StatementFacts facts) =>
        facts.Statement.Approvals.Count > 0 && facts.Statement.Approvals[^1].Outcome == ApprovalOutcome.Approved;

    private static void Hit(List<RiskHit> hits, Rule? rule, string reason, double confidence = 1, double asset = 1)
    {
        if (rule is not null)
            hits.Add(new(rule, reason, rule.Shadow ? 0 : rule.Weight, confidence, asset));
    }
}

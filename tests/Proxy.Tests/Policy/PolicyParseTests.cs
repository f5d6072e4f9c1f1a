using Snowtrail.Proxy.Policy;

namespace Snowtrail.Proxy.Tests.Policy;

public class PolicyParseTests
{
    [Fact]
    public void Parse_Sample_HasNoFaultsAndAVersion()
    {
        var policy = Some.Sample;
        Assert.Equal(["ddl-from-change-management", "opaque-statements", "cards-for-finance-only", "pii-needs-approval"], policy.RuleNames);
        Assert.Matches("^[0-9a-f]{12}$", policy.Version);
        Assert.NotEqual(policy.Version, Some.Policy(SamplePolicy.Yaml + "\n").Version);
    }

    [Fact]
    public void Parse_ManyFaults_ListsThemAllInOrderWithLineAndAdvice()
    {
        const string yaml = """
            version: 2
            contakt: x
            default: maybe
            tables:
              pii: [CUSTOMERS]
              lonely: [SHOP.PUBLIC.ORDERS]
            rules:
              - name: Bad Name
                action: denny
              - name: one
                when:
                  statement: [selct]
                  effects: unlod
                  reads: [pi]
                  trust: attested
                action: require_approval
                expires: 15x
              - name: one
                action: mask
                detect: ssn
                expires: 5m
              - name: two
                when: {statement: query, statement: dml}
                action: deny
                columns: card
                observe: perhaps
            """;

        var parse = PolicySnapshot.Parse(yaml);

        Assert.Null(parse.Snapshot);
        var lines = parse.Faults.Select(fault => fault.ToString()).ToList();
        string[] expected =
        [
            "line 1, version: version `2` is not known; write 1",
            "line 1, contact: `contact` is missing; name whom a refused agent should ask",
            "line 2, contakt: there is no key `contakt`; write `contact`",
            "line 3, default: `maybe` is not a default; write allow or deny",
            "line 5, tables.pii: `CUSTOMERS` is not a full name; write it like SHOP.PUBLIC.CUSTOMERS",
            "line 5, tables.pii: no rule uses `pii`; use it in a rule or remove it",
            "line 6, tables.lonely: no rule uses `lonely`; use it in a rule or remove it",
            "line 8, rules[1].name: `Bad Name` is not a name; a name has 1 to 64 small letters, digits, - and _, and does not start with built-in-",
            "line 9, rules[1].action: `denny` is not an action; write `deny`",
            "line 12, rules[2].when.statement: `selct` is not a statement class; write one of unknown, query, dml, ddl, dcl, session, transaction, metadata, load, unload, file_transfer, call",
            "line 13, rules[2].when.effects: `unlod` is not an effect; write `unload`",
            "line 14, rules[2].when.reads: there is no set `pi` below `tables`; write `pii`",
            "line 15, rules[2].when.trust: `trust` says how far `job` must be proved; add `job` or remove `trust`",
            "line 17, rules[2].expires: `15x` is not a duration from 1s to 24h; write it like 30s, 15m or 2h",
            "line 18, rules[3]: the name `one` is taken by an earlier rule; choose another",
            "line 20, rules[3].detect: `ssn` is not a detector; write `card`",
            "line 21, rules[3].expires: only `action: require_approval` expires; remove it",
            "line 23, rules[4].when.statement: `statement` is written twice; keep one",
            "line 25, rules[4].columns: only `action: mask` hides values; remove it or change the action",
            "line 26, rules[4].observe: `perhaps` is neither; write true or false",
        ];
        Assert.Equal(expected.Order(), lines.Order());
        Assert.Equal(parse.Faults.OrderBy(fault => fault.Line), parse.Faults);
    }

    [Theory]
    [InlineData("  - {name: a, action: allow}\n  - {name: b, when: {statement: ddl}, action: deny}", "`b` is never reached: `a` above decides")]
    [InlineData("  - {name: a, when: {statement: [ddl, dml]}, action: allow}\n  - {name: b, when: {statement: ddl, agent: x}, action: deny}", "`b` is never reached")]
    [InlineData("  - {name: a, when: {statement: ddl}, unless: {statement: [ddl, dml]}, action: deny}", "`a` never matches")]
    [InlineData("  - {name: a, when: {statement: file_transfer}, action: allow}", "cannot let unclassified statements and file transfers run")]
    [InlineData("  - {name: a, when: {effects: file_transfer}, action: require_approval, expires: 5m}", "cannot let file transfers run")]
    [InlineData("  - {name: a, when: {job: x, trust: claimed}, action: allow}", "would open something for a job that is only claimed")]
    [InlineData("  - {name: a, unless: {job: x, trust: claimed}, action: deny}", "would be lifted by a job that is only claimed")]
    [InlineData("  - {name: a, action: mask}", "the mask hides nothing")]
    [InlineData("  - {name: built-in-x, action: deny}", "does not start with built-in-")]
    [InlineData("  - {name: a, when: {}, action: deny}", "leave `when` out")]
    [InlineData("  - {name: a, when: {agent: []}, action: deny}", "write one value, or a list")]
    [InlineData("  - &x {name: a, action: deny}\n  - *x", "an alias")]
    [InlineData("  - !!str {name: a, action: deny}", "a tag")]
    [InlineData("  - just text", "a rule is a map")]
    [InlineData("  - {name: a, action: deny}\n---\nversion: 1", "a second document")]
    [InlineData("  - {name: a, action: require_approval}", "`expires` is missing")]
    [InlineData("  - {name: a, action: deny", "this is not YAML")]
    public void Parse_OneFault_IsRefusedWithAdvice(string rules, string expected)
    {
        var parse = PolicySnapshot.Parse(Some.Rules(rules));
        Assert.Null(parse.Snapshot);
        Assert.Contains(parse.Faults, fault => fault.ToString().Contains(expected, StringComparison.Ordinal));
        Assert.All(parse.Faults, fault => Assert.True(fault.Line > 0));
    }

    [Theory]
    [InlineData("  - {name: a, when: {statement: ddl}, unless: {job: x}, action: deny}\n  - {name: b, when: {statement: ddl}, action: require_approval, expires: 5m}")]
    [InlineData("  - {name: a, action: deny, observe: true}\n  - {name: b, action: allow}")]
    [InlineData("  - {name: a, action: allow}\n  - {name: b, action: mask, detect: card}")]
    [InlineData("  - {name: a, when: {job: x, trust: claimed}, action: deny}")]
    [InlineData("  - {name: a, when: {reads: [SHOP.PUBLIC.X, 'SHOP.*.\"y z\"']}, action: deny}")]
    public void Parse_SoundRules_AreTaken(string rules) => Assert.Empty(PolicySnapshot.Parse(Some.Rules(rules)).Faults);

    [Theory]
    [InlineData("")]
    [InlineData("# nothing")]
    [InlineData("just text")]
    [InlineData("- a\n- b")]
    [InlineData("\t")]
    [InlineData("{{{{{{{{{{{{{{{{{{{{{{")]
    public void Parse_NoPolicyAtAll_IsRefused(string yaml)
    {
        var parse = PolicySnapshot.Parse(yaml);
        Assert.Null(parse.Snapshot);
        Assert.NotEmpty(parse.Faults);
    }
}

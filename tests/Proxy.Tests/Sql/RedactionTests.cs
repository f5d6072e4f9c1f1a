using Snowtrail.Proxy.Sql;

namespace Snowtrail.Proxy.Tests.Sql;

public sealed class RedactionTests
{
    [Theory]
    [InlineData("create user u password = 'hunter2'", "create user u password = '***'")]
    [InlineData("create user u PASSWORD='it''s \\' x' default_role=r", "create user u PASSWORD='***' default_role=r")]
    [InlineData("alter user u set password /* c */ = /* d */ 'x'", "alter user u set password /* c */ = /* d */ '***'")]
    [InlineData("alter user u set password -- c\n = 'x'", "alter user u set password -- c\n = '***'")]
    [InlineData("alter user u set password = $$x$$", "alter user u set password = $$***$$")]
    [InlineData("credentials = (aws_key_id='a' aws_secret_key='b' AWS_TOKEN = 'c')", "credentials = (aws_key_id='***' aws_secret_key='***' AWS_TOKEN = '***')")]
    [InlineData("credentials=(azure_sas_token='?sv=1&sig=x') encryption=(master_key='k')", "credentials=(azure_sas_token='***') encryption=(master_key='***')")]
    [InlineData("create secret s type=generic_string secret_string='x'", "create secret s type=generic_string secret_string='***'")]
    [InlineData("oauth_client_secret = 'x', api_key => 'y'", "oauth_client_secret = '***', api_key => '***'")]
    [InlineData("select parse_json('{\"password\":\"x\",\"a\":1}')", "select parse_json('{\"password\":\"***\",\"a\":1}')")]
    [InlineData("select 1 /* key AKIAIOSFODNN7EXAMPLE here */", "select 1 /* key *** here */")]
    [InlineData("select 1 -- ghp_0123456789abcdefghijABCDEFGHIJ012345", "select 1 -- ***")]
    [InlineData("select 'github_pat_11ABCDEFG0123456789_x'", "select '***'")]
    [InlineData("select 'sk-proj-0123456789abcdefghij'", "select '***'")]
    [InlineData("select 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc_DEF-1'", "select '***'")]
    [InlineData("select 'postgres://bob:pa$$word@host/db'", "select 'postgres://***@host/db'")]
    [InlineData("select '-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----'", "select '***'")]
    [InlineData("select '-----BEGIN PRIVATE KEY-----\nabc", "select '***")]
    [InlineData("select 'stk_abcdefgh12345678', 'stt.AbCdEfGh.12345678'", "select '***', '***'")]
    [InlineData("select 'https://b.blob/c?sv=1&sig=abcdefghijklmnop%3D'", "select 'https://b.blob/c?sv=1&sig=***'")]
    [InlineData("password = 'never closed", "password = '***'")]
    [InlineData("-- password = hunter2hunter2", "-- password = ***")]
    public void Redact_Secret_IsStarred(string sql, string expected)
    {
        Assert.Equal(expected, SqlRedactor.Redact(sql));
        Assert.Equal(expected, SqlRedactor.Redact(expected));
        Assert.True(Sql.Analyze(sql).Flags.HasFlag(StatementFlags.CredentialsInText));
        Assert.Equal(expected, Sql.Analyze(sql).RedactedText);
    }

    [Theory]
    [InlineData("select * from cards where card_number = '4111111111111111'")]
    [InlineData("select card_number from cards where n = 4111111111111111")]
    [InlineData("alter user u set rsa_public_key = 'MIIB'")]
    [InlineData("select password from t where password = p.password")]
    [InlineData("select v:password::string from t")]
    [InlineData("select 'http://host:80/x', 'a@b.c' -- eyJ")]
    [InlineData("update t set password = ? where api_key = :1")]
    [InlineData("select task-risk_free from desk-1")]
    public void Redact_NoSecret_IsTheSameText(string sql) => Assert.Same(sql, SqlRedactor.Redact(sql));

    [Fact]
    public void Redact_LongHostileText_Ends()
    {
        foreach (var part in new[] { "password ", "a_", "'", "eyJ", "://a:", "password = /*", "-----BEGIN PRIVATE KEY-----", "sk-", "password='", "\"password\" --\n" })
        {
            var text = string.Concat(Enumerable.Repeat(part, 200_000 / part.Length));
            var watch = System.Diagnostics.Stopwatch.StartNew();
            SqlRedactor.Redact(text);
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"{part}: {watch.Elapsed}");
        }
    }
}

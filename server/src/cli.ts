import { Command, CommanderError, Option } from 'commander'
import { EXIT, explain } from './cli/explain.ts'

/** Options of the commands that work on a district's data. */
function onDistrict(command: Command): Command {
  return command
    .option(
      '--data <folder>',
      '数据目录 / data folder (QIONGDING_DATA, else .data); not used with DATABASE_URL',
    )
    .option('--pack <folder>', '区包目录 / folder of the pack (QIONGDING_PACK)')
}
const json = () => new Option('--json', '输出一行 JSON / answer as one line of JSON')

/** Every command loads its own part only, so that each starts at once. */
function program(): Command {
  const qiongding = new Command('qiongding')
    .description(
      '穹顶 Qiongding：创新城区的工作台 / the workbench of an innovation district\n\n数据在 .data 目录，或 DATABASE_URL 指的 PostgreSQL。\nData is in the folder .data, or in the PostgreSQL that DATABASE_URL names.',
    )
    .addHelpText(
      'after',
      `
例 / for example:
  qiongding import 企业清单.xlsx --as enterprise --preview
  qiongding match --needs 岗位.xlsx --offers 人才.xlsx --out 对接.xlsx
  qiongding policy check 企业清单.xlsx --out 判定.xlsx
  qiongding replay --on 2025-06-30
  qiongding backup 备份.backup

退出码 / exit codes: 0 完成 done · 1 有错误、有不一致或被拒绝 mistakes, differences or a refusal · 2 用法不对 called wrongly`,
    )
    .showHelpAfterError('(--help 有说明 / --help tells more)')

  onDistrict(qiongding.command('serve'))
    .description('启动服务器 / start the server')
    .option('--port <number>', '端口 / port (PORT, else 4600)')
    .option('--host <address>', '监听地址 / address to listen on (HOST, else 127.0.0.1)')
    .option(
      '--role <role>',
      'all、web 或 worker；后者需要 DATABASE_URL / all, web or worker; a worker needs DATABASE_URL',
    )
    .action(async (flags: Record<string, string | undefined>) => {
      const { start } = await import('./main.ts')
      const { settingsOf } = await import('./settings.ts')
      await start(settingsOf(flags, process.env))
    })

  const pack = qiongding.command('pack').description('区包 / packs')
  pack
    .command('check <folder>')
    .description('检查区包，逐条指出文件和行 / check a pack: every mistake with its file and line')
    .addOption(json())
    .action(async (folder, flags) => (await import('./cli/pack.ts')).packCheckCommand(folder, flags))

  onDistrict(qiongding.command('import <file>'))
    .description('读一份清单，先看再写 / read a list: look first, then write')
    .requiredOption('--as <kind>', '是什么的清单 / what it is a list of: enterprise, post, talent, ...')
    .option('--preview', '只看不写 / look only, write nothing')
    .option('--commit', '写入 / write')
    .option('--sheet <name>', '工作表；不写则自动选 / sheet; chosen by itself otherwise')
    .option('--as-of <day>', '截至日期 / the day the list speaks of; read from the sheet otherwise')
    .option('--source <text>', '来源 / source; the name of the file otherwise')
    .addOption(json())
    .action(async (file, flags) => (await import('./cli/import.ts')).importCommand(file, flags))

  onDistrict(qiongding.command('export <kind>'))
    .description('把一份清单写成文件 / write a list of the registry into a file')
    .requiredOption('--out <file>', '结果 .xlsx 或 .csv / where the .xlsx or .csv goes')
    .option('--template <id>', '上级格式（见区包 templates/）/ form of a superior office, of the pack')
    .option(
      '--columns <keys>',
      '列，逗号分开；不写为清单页的列 / columns, with commas between; those of the list otherwise',
    )
    .option('--filter <clause>', '筛选条件 / clause that the records must meet')
    .option('--sort <key>', '按哪一列排；前面加 - 为倒序 / column to sort by; - in front for the reverse')
    .option('--on <day>', '哪一天的情况；不写为今天 / the day that is asked about; today otherwise')
    .option('--known <day>', '按哪一天所知；不写为今天 / as known on; today otherwise')
    .option('--language <language>', '表头语言 zh 或 en / language of the header', 'zh')
    .option(
      '--personal',
      '个人信息和不公开的列也写出内容，记入台账 / write personal and closed values too; the ledger notes it',
    )
    .option('--no-marks', '不带回传标记 / carry no marks for coming back')
    .option('--overwrite', '覆盖同名文件 / replace a file of that name')
    .addOption(json())
    .action(async (kind, flags) => (await import('./cli/export.ts')).exportCommand(kind, flags))

  qiongding
    .command('match')
    .description(
      '两份清单对接成一份，不用服务器和数据库 / match two lists into a third, with no server and no database',
    )
    .requiredOption('--needs <file>', '需求清单 / list of needs, e.g. posts')
    .requiredOption('--offers <file>', '供给清单 / list of offers, e.g. talents')
    .requiredOption('--out <file>', '结果 .xlsx / where the .xlsx goes')
    .option('--pack <folder>', '区包目录 / folder of the pack (QIONGDING_PACK)')
    .option(
      '--profile <id>',
      '对接规则；不写时按需求清单的内容选 / matching of the pack; by what the needs are of where it is left out',
    )
    .option('--top <number>', '每条需求列出几条供给 / offers listed for each need', '20')
    .option('--on <day>', '按哪一天判断 / the day to judge on; today otherwise')
    .option(
      '--assign',
      '按人数同时分配，另附两种方案 / assign all at once under capacity, with two other ways beside',
    )
    .option('--language <language>', '结果的语言 zh 或 en / language of the result', 'zh')
    .addOption(json())
    .action(async (flags) => (await import('./cli/match/index.ts')).matchCommand(flags))

  const policy = qiongding.command('policy').description('政策 / policies')
  policy
    .command('check <file>')
    .description(
      '一份企业清单逐家逐策判定，不用服务器和数据库 / judge every row of a list by every policy, with no server and no database',
    )
    .requiredOption('--out <file>', '结果 .xlsx / where the .xlsx goes')
    .option('--pack <folder>', '区包目录 / folder of the pack (QIONGDING_PACK)')
    .option(
      '--as <kind>',
      '是什么的清单；不写为多数政策所判的那类 / what it is a list of; what most policies are for otherwise',
    )
    .option('--policy <id...>', '只判这些政策 / only these policies')
    .option('--on <day>', '按哪一天判断 / the day to judge on; today otherwise')
    .option('--language <language>', '结果的语言 zh 或 en / language of the result', 'zh')
    .addOption(json())
    .action(async (file, flags) => (await import('./cli/policy/index.ts')).policyCheckCommand(file, flags))

  onDistrict(qiongding.command('replay'))
    .description(
      '某一天的数，按某一天所知；同样两天，同样结果 / the figures of a day as known on a day; the same two days give the same bytes',
    )
    .requiredOption('--on <day>', '哪一天的情况 / the day that is asked about')
    .option('--known <day>', '按哪一天所知；不写为今天 / as known on; today otherwise')
    .addOption(json())
    .action(async (flags) => (await import('./cli/replay.ts')).replayCommand(flags))

  onDistrict(qiongding.command('rebuild'))
    .description('从陈述和台账重算所有推算表 / make every projection anew from statements and ledger')
    .option('--check', '只比较不改，不一致时退出码 1 / compare only; exit code 1 when something differs')
    .addOption(json())
    .action(async (flags) => (await import('./cli/rebuild.ts')).rebuildCommand(flags))

  const place = (command: Command) =>
    command.option('--data <folder>', '数据目录 / data folder (QIONGDING_DATA, else .data)')
  place(qiongding.command('backup <file>'))
    .description('备份到一个文件，服务器开着也可以 / back up into one file, also while the server runs')
    .option('--with-secret', '连密钥一起（默认不放）/ put the secret in as well (by default it is not)')
    .option('--overwrite', '覆盖同名文件 / replace a file of that name')
    .action(async (file, flags) => (await import('./cli/backup.ts')).backupCommand(file, flags))
  place(qiongding.command('restore <file>'))
    .description('恢复到空的数据目录或空的数据库 / restore into an empty data folder or an empty database')
    .action(async (file, flags) => (await import('./cli/backup.ts')).restoreCommand(file, flags))

  const people = qiongding.command('people').description('账号 / sign-ins')
  onDistrict(people.command('add <account>'))
    .description(
      '开一个账号；密码自动生成，只显示一次 / make a sign-in; its password is made up and shown once',
    )
    .requiredOption('--role <role>', '角色（见区包）/ role of the pack')
    .option('--office <office>', '科室；不写则用角色的 / office; that of the role otherwise')
    .option('--party <name>', '代表哪家企业（名称或编号）/ the enterprise it speaks for, by name or id')
    .option('--name <name>', '显示的名字 / the name that is shown')
    .option('--password-stdin', '从标准输入读密码 / read the password from standard input')
    .addOption(json())
    .action(async (account, flags) => (await import('./cli/people.ts')).addPersonCommand(account, flags))
  onDistrict(people.command('link <account>'))
    .description('给一个设密码用的一次性链接 / a one-time link to set a password')
    .addOption(json())
    .action(async (account, flags) => (await import('./cli/people.ts')).linkPersonCommand(account, flags))
  onDistrict(people.command('stop <account>'))
    .description('停用一个账号 / stop a sign-in')
    .requiredOption('--reason <text>', '理由，记入台账 / why, for the ledger')
    .addOption(json())
    .action(async (account, flags) => (await import('./cli/people.ts')).stopPersonCommand(account, flags))
  onDistrict(people.command('resume <account>'))
    .description('恢复一个停用的账号 / resume a stopped sign-in')
    .addOption(json())
    .action(async (account, flags) => (await import('./cli/people.ts')).resumePersonCommand(account, flags))
  onDistrict(people.command('list'))
    .description('列出账号 / list the sign-ins')
    .addOption(json())
    .action(async (flags) => (await import('./cli/people.ts')).listPeopleCommand(flags))

  return qiongding
}

/** Commander sets this on a command only; those below it inherit it when they are made, so it is set on all. */
function throwInsteadOfExit(command: Command): void {
  command.exitOverride()
  for (const below of command.commands) throwInsteadOfExit(below)
}

/** Runs one command line. Answers the exit code; a server that was started goes on. */
export async function runCommand(words: readonly string[]): Promise<number> {
  const qiongding = program()
  throwInsteadOfExit(qiongding)
  try {
    await qiongding.parseAsync([...words], { from: 'user' })
    return Number(process.exitCode ?? EXIT.done)
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.wrongCall
    return explain(error)
  }
}

if (import.meta.main) process.exitCode = await runCommand(process.argv.slice(2))

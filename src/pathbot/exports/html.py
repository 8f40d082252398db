"""One HTML page that opens anywhere, prints well and loads nothing from outside."""

from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from pathbot.portfolio import Portfolio

_TEMPLATE = """<!doctype html>
<html lang="{{ p.language }}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ p.title }}</title>
<style>
  body { max-width: 44rem; margin: 2.5rem auto; padding: 0 1.2rem; overflow-wrap: break-word; }
  body { font: 1.05rem/1.55 system-ui, sans-serif; color: #1c2430; background: #fff; }
  h1 { margin: 0; font-size: 2rem; line-height: 1.2; } h2 { margin: 2.4rem 0 .2rem; font-size: 1.3rem; color: #0b6b5e; }
  header { padding-bottom: .9rem; border-bottom: 2px solid #0b6b5e; }
  .where, .about, .question, .below { margin: .2rem 0 0; color: #4a5666; } .question { font-style: italic; }
  .about, .below { font-size: .93rem; }
  ol, ul { margin: 0; padding: 0; list-style: none; }
  .line { margin: 1.3rem 0; padding-left: 1rem; border-left: 3px solid #0b6b5e; }
  h3 { margin: 0; font-size: 1.05rem; line-height: 1.4; } .number { color: #0b6b5e; }
  blockquote { margin: .35rem 0; color: #333f4d; } .confirmed { color: #0b6b5e; font-weight: 600; }
  .index li, .roles li { margin: .3rem 0; } .index span { color: #4a5666; } a { color: #0b6b5e; }
  @media print { body { margin: 0; max-width: none; } .line { break-inside: avoid; } h2 { break-after: avoid; } }
</style>
</head>
<body>
<main>
<header>
<h1>{{ p.name }}</h1>
<p class="where">{{ [p.school, p.day] | select | join(" · ") }}</p>
<p class="about">{{ p.say("about" if p.projects else "nothing") }}</p>
</header>
{% for project in p.projects %}
<section>
<h2>{{ project.title }}</h2>
{% if project.question %}<p class="question">{{ project.question }}</p>{% endif %}

<ol>
{% for line in project.lines %}
<li class="line" id="line-{{ line.number }}">
<h3><span class="number">{{ line.number }}.</span> {{ line.text }}</h3>
{% for quote in line.quotes %}
<blockquote>“{{ quote }}”</blockquote>
{% endfor %}
{% set names = line.skills | map(attribute="name") | join(", ") %}
<p class="below">{% if names %}{{ p.say("shows", skills=names) }} · {% endif %}
<span{% if line.status == "teacher_confirmed" %} class="confirmed"{% endif %}>{{ p.status(line) }}</span></p>
</li>
{% endfor %}
</ol>
</section>
{% endfor %}
{% if p.skills() %}
<section>
<h2>{{ p.say("skills") }}</h2>
<ul class="index">
{% for entry in p.skills() %}
<li><strong>{{ entry.name }}</strong> <span>({{ entry.frameworks | join(", ") }})</span>:
{% for n in entry.lines %}
<a href="#line-{{ n }}">{{ p.say("one_line", numbers=n | string) }}</a>{{ "" if loop.last else ", " }}
{% endfor %}</li>
{% endfor %}
</ul>
</section>
{% endif %}
{% if p.roles %}
<section>
<h2>{{ p.say("roles") }}</h2>
<ul class="roles">{% for role in p.roles %}<li>{{ role.title }}</li>{% endfor %}</ul>
</section>
{% endif %}
</main>
</body>
</html>"""

_PAGE = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined, trim_blocks=True).from_string(
    _TEMPLATE
)


def render(portfolio: Portfolio) -> str:
    """The whole page. Everything a learner wrote is escaped."""
    return _PAGE.render(p=portfolio)

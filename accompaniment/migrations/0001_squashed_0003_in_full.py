import accompaniment.models.gatherings
import django.db.models.deletion
import django.db.models.functions.text
import partnership.first_tables
import partnership.validators
import uuid
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('accompaniment', '0001_initial'), ('accompaniment', '0002_initial'), ('accompaniment', '0003_in_full')]

    initial = True

    dependencies = [
        ('partnership', '0001_squashed_0004_projects'),
    ]

    operations = [
        partnership.first_tables.CreateTogether(
            operations=[
                migrations.CreateModel(
                    name='Accompaniment',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='référence')),
                        ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='créé le')),
                        ('source', models.CharField(blank=True, help_text="Le document, quand il est repris d'un bilan.", max_length=200, verbose_name='origine')),
                        ('import_key', models.CharField(blank=True, editable=False, max_length=64, null=True)),
                    ],
                    options={
                        'verbose_name': 'accompagnement',
                        'verbose_name_plural': 'accompagnements',
                        'ordering': ['-created_at', '-pk'],
                    },
                ),
                migrations.CreateModel(
                    name='AccompanimentSession',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='référence')),
                        ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='créé le')),
                        ('date', models.DateField(verbose_name='date')),
                        ('date_precision', models.CharField(choices=[('day', 'Jour'), ('month', 'Mois'), ('year', 'Année'), ('period', 'Période')], default='day', max_length=8, verbose_name='précision')),
                        ('starts_at', models.TimeField(blank=True, null=True, verbose_name='heure de début')),
                        ('minutes', models.PositiveIntegerField(blank=True, null=True, verbose_name='durée (min)')),
                        ('state', models.CharField(choices=[('planned', 'Prévu'), ('held', 'Tenu'), ('cancelled', 'Annulé'), ('missed', 'Manqué')], default='held', max_length=10, verbose_name='état')),
                        ('state_reason', models.CharField(blank=True, max_length=300, verbose_name='pourquoi')),
                        ('line', models.CharField(blank=True, help_text='Lu par le Département', max_length=500, verbose_name="de quoi il s'agissait")),
                        ('internal_note', models.TextField(blank=True, help_text='Jamais transmise', verbose_name='note interne')),
                        ('taken_over', models.BooleanField(default=False, verbose_name="repris d'un document")),
                        ('source', models.CharField(blank=True, max_length=200, verbose_name='document')),
                        ('import_key', models.CharField(blank=True, editable=False, max_length=80, null=True)),
                        ('cancelled_at', models.DateTimeField(blank=True, null=True, verbose_name='annulé le')),
                        ('cancelled_reason', models.CharField(blank=True, max_length=300, verbose_name='motif')),
                        ('search_text', models.CharField(blank=True, editable=False, max_length=760)),
                        ('kind', models.CharField(choices=[('echange', 'Entretien'), ('relecture', 'Relecture'), ('mail', 'Mail'), ('documents', 'Envoi de documents'), ('mise_en_lien', 'Mise en lien'), ('invitation', 'Invitation'), ('relance', 'Relance')], default='echange', max_length=20, verbose_name='nature')),
                    ],
                    options={
                        'verbose_name': 'échange',
                        'verbose_name_plural': 'échanges',
                        'ordering': ['-date', '-pk'],
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='AgendaItem',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='référence')),
                        ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='créé le')),
                        ('position', models.PositiveSmallIntegerField(verbose_name='rang')),
                        ('activity', models.CharField(max_length=500, verbose_name='activité')),
                        ('minutes', models.PositiveIntegerField(blank=True, null=True, verbose_name='durée (min)')),
                        ('timing', models.CharField(blank=True, help_text='Par exemple : 30 min par atelier.', max_length=80, verbose_name='durée en clair')),
                        ('gap_minutes', models.PositiveIntegerField(default=0, verbose_name='battement avant (min)')),
                        ('is_parallel', models.BooleanField(default=False, verbose_name='en parallèle de la ligne précédente')),
                        ('facilitator', models.CharField(blank=True, max_length=500, verbose_name='animation')),
                    ],
                    options={
                        'verbose_name': 'ligne du déroulé',
                        'verbose_name_plural': 'lignes du déroulé',
                        'ordering': ['gathering', 'position', 'pk'],
                    },
                ),
                migrations.CreateModel(
                    name='Attendance',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='référence')),
                        ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='créé le')),
                        ('organisation_name', models.CharField(blank=True, max_length=200, verbose_name='structure indiquée')),
                        ('first_name', models.CharField(blank=True, max_length=80, verbose_name='prénom')),
                        ('last_name', models.CharField(blank=True, max_length=80, verbose_name='nom')),
                        ('role', models.CharField(blank=True, max_length=120, verbose_name='fonction')),
                        ('town', models.CharField(blank=True, max_length=120, verbose_name='commune indiquée')),
                        ('email', models.EmailField(blank=True, max_length=254, verbose_name='courriel')),
                        ('phone', models.CharField(blank=True, max_length=40, verbose_name='téléphone')),
                        ('project_kind', models.CharField(blank=True, choices=[('cooperation_internationale', 'Coopération internationale'), ('mobilite', 'Mobilité'), ('mobilite_jeunesse', 'Mobilité jeunesse'), ('jumelage', 'Jumelage'), ('education_citoyennete', 'Éducation à la citoyenneté')], max_length=30, verbose_name='type de projet')),
                        ('state', models.CharField(choices=[('invited', 'Invité'), ('no_reply', 'Sans réponse'), ('registered', 'Inscrit'), ('waiting', "Liste d'attente"), ('present', 'Présent'), ('excused', 'Excusé'), ('absent', 'Absent'), ('withdrawn', 'Inscription annulée')], default='registered', max_length=10, verbose_name='présence')),
                        ('is_walk_in', models.BooleanField(default=False, verbose_name='venu sans inscription')),
                        ('people', models.PositiveIntegerField(default=1, verbose_name='nombre de personnes')),
                        ('young_people', models.PositiveIntegerField(default=0, verbose_name='dont jeunes, comptés à part')),
                        ('reason', models.CharField(blank=True, max_length=200, verbose_name='motif')),
                        ('side', models.CharField(choices=[('association', 'Association'), ('funder', 'Financeur')], default='association', max_length=12, verbose_name='noté par')),
                        ('key', models.CharField(default=accompaniment.models.gatherings.new_key, editable=False, max_length=40, unique=True)),
                        ('consented_at', models.DateTimeField(blank=True, null=True, verbose_name='accord donné le')),
                        ('registered_at', models.DateTimeField(blank=True, null=True, verbose_name='inscrit le')),
                        ('confirmed_at', models.DateTimeField(blank=True, null=True, verbose_name='confirmé le')),
                        ('signed_at', models.DateTimeField(blank=True, null=True, verbose_name='signé le')),
                        ('import_key', models.CharField(blank=True, editable=False, max_length=80, null=True)),
                        ('search_text', models.CharField(blank=True, editable=False, max_length=500)),
                    ],
                    options={
                        'verbose_name': 'participation',
                        'verbose_name_plural': 'participations',
                        'ordering': ['gathering', 'pk'],
                    },
                ),
                migrations.CreateModel(
                    name='CalendarAddress',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='référence')),
                        ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='créé le')),
                        ('address', models.URLField(max_length=1000, verbose_name="adresse de l'agenda")),
                        ('read_at', models.DateTimeField(blank=True, null=True, verbose_name='lu le')),
                        ('error', models.CharField(blank=True, max_length=300, verbose_name="ce qui n'a pas marché")),
                    ],
                    options={
                        'verbose_name': 'agenda',
                        'verbose_name_plural': 'agendas',
                        'ordering': ['person'],
                    },
                ),
                migrations.CreateModel(
                    name='CoFacilitator',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='référence')),
                        ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='créé le')),
                        ('name', models.CharField(blank=True, max_length=200, verbose_name='nom')),
                        ('role', models.CharField(blank=True, max_length=200, verbose_name='rôle')),
                    ],
                    options={
                        'verbose_name': 'co-animation',
                        'verbose_name_plural': 'co-animations',
                        'ordering': ['gathering', 'pk'],
                    },
                ),
                migrations.CreateModel(
                    name='Feedback',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='référence')),
                        ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='créé le')),
                        ('sense', models.CharField(choices=[('positive', 'Point positif'), ('negative', 'Point négatif'), ('happened', "Ce qui s'est vraiment passé"), ('opinion', 'Notre avis'), ('next_time', 'Pour la prochaine fois')], max_length=10, verbose_name='rubrique')),
                        ('text', models.TextField(verbose_name='texte')),
                    ],
                    options={
                        'verbose_name': 'retour',
                        'verbose_name_plural': 'retours',
                        'ordering': ['gathering', 'pk'],
                    },
                ),
                migrations.CreateModel(
                    name='FollowUpKind',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('cooperation_internationale', 'Coopération internationale'), ('mobilite', 'Mobilité'), ('mobilite_jeunesse', 'Mobilité jeunesse'), ('jumelage', 'Jumelage'), ('education_citoyennete', 'Éducation à la citoyenneté')], max_length=30, verbose_name='type de projet')),
                    ],
                    options={
                        'verbose_name': 'type de projet',
                        'verbose_name_plural': 'types de projet',
                        'ordering': ['follow_up', 'kind'],
                    },
                ),
                migrations.CreateModel(
                    name='FollowUpModeChange',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='référence')),
                        ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='créé le')),
                        ('before', models.CharField(choices=[('reinforced', 'Accompagnement renforcé'), ('advice', 'Appui-conseil'), ('contact', 'Premier contact'), ('unknown', 'Non renseigné')], max_length=12, verbose_name='avant')),
                        ('mode', models.CharField(choices=[('reinforced', 'Accompagnement renforcé'), ('advice', 'Appui-conseil'), ('contact', 'Premier contact'), ('unknown', 'Non renseigné')], max_length=12, verbose_name='mode')),
                        ('from_on', models.DateField(verbose_name='à partir du')),
                        ('reason', models.CharField(max_length=300, verbose_name='pourquoi')),
                    ],
                    options={
                        'verbose_name': 'changement de mode',
                        'verbose_name_plural': 'changements de mode',
                        'ordering': ['follow_up', 'from_on'],
                    },
                ),
                migrations.CreateModel(
                    name='FollowUpYear',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='référence')),
                        ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='créé le')),
                        ('waived_reason', models.CharField(blank=True, max_length=300, verbose_name='pourquoi on passe outre')),
                        ('waived_on', models.DateField(blank=True, null=True, verbose_name='le')),
                        ('mode', models.CharField(choices=[('reinforced', 'Accompagnement renforcé'), ('advice', 'Appui-conseil'), ('contact', 'Premier contact'), ('unknown', 'Non renseigné')], default='contact', max_length=12, verbose_name='mode')),
                        ('mode_from_on', models.DateField(blank=True, null=True, verbose_name='depuis le')),
                        ('needs', models.TextField(blank=True, verbose_name='besoins')),
                        ('involvement', models.TextField(blank=True, help_text='Imprimée dans le bilan', verbose_name='implication du porteur')),
                        ('internal_note', models.TextField(blank=True, help_text='Jamais transmise', verbose_name='note interne')),
                        ('outcome', models.TextField(blank=True, help_text='Imprimé dans le bilan', verbose_name='état du projet')),
                        ('next_steps', models.TextField(blank=True, verbose_name='et ensuite')),
                        ('stated_town', models.CharField(blank=True, help_text="Quand une année est reprise : l'annuaire peut en dire une autre.", max_length=120, verbose_name='ville indiquée par le document')),
                        ('reminded_on', models.DateField(blank=True, null=True, verbose_name='relancé le')),
                        ('review_on', models.DateField(blank=True, null=True, verbose_name='à revoir le')),
                    ],
                    options={
                        'verbose_name': 'année de suivi',
                        'verbose_name_plural': 'années de suivi',
                        'ordering': ['accompaniment', 'pk'],
                    },
                ),
                migrations.CreateModel(
                    name='Gathering',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='référence')),
                        ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='créé le')),
                        ('kind', models.CharField(choices=[('atelier', 'Atelier'), ('formation', 'Formation'), ('preparation_depart', 'Préparation au départ'), ('jury_blanc', 'Jury blanc'), ('webinaire', 'Webinaire'), ('reunion_information', "Réunion d'information"), ('reunion_reseau', 'Réunion de réseau'), ('rdv_partenaire', 'Rencontre avec un partenaire ou un prestataire'), ('evenement', 'Événement'), ('jury', 'Jury'), ('comite_pilotage', 'Comité de pilotage'), ('accompagnement_journal', 'Accompagnement (journal du réseau)'), ('autre', 'Autre')], default='atelier', max_length=25, verbose_name='type')),
                        ('kind_words', models.CharField(blank=True, editable=False, max_length=120, verbose_name="type, tel qu'un document l'écrit")),
                        ('title', models.CharField(error_messages={'blank': 'Donnez un intitulé.'}, max_length=300, verbose_name='intitulé')),
                        ('aim', models.TextField(blank=True, verbose_name='objectif')),
                        ('state', models.CharField(choices=[('planned', 'Prévu'), ('held', 'Tenu'), ('postponed', 'Reporté'), ('cancelled', 'Annulé')], default='planned', max_length=10, verbose_name='état')),
                        ('state_reason', models.CharField(blank=True, max_length=300, verbose_name='pourquoi')),
                        ('place_kind', models.CharField(choices=[('en_ligne', 'En ligne'), ('nos_locaux', 'Dans nos locaux'), ('ailleurs', 'Ailleurs'), ('non_renseigne', 'Non renseigné')], default='non_renseigne', max_length=15, verbose_name='où')),
                        ('place', models.CharField(blank=True, max_length=200, verbose_name='lieu')),
                        ('town', models.CharField(blank=True, max_length=120, verbose_name='commune')),
                        ('insee_code', models.CharField(blank=True, max_length=5, validators=[partnership.validators.validate_insee_code], verbose_name='code INSEE')),
                        ('link', models.URLField(blank=True, max_length=500, verbose_name='lien de la visio')),
                        ('capacity', models.PositiveIntegerField(blank=True, null=True, verbose_name='nombre de places')),
                        ('preparation_minutes', models.PositiveIntegerField(blank=True, null=True, verbose_name='préparation en tout (min)')),
                        ('cost', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, verbose_name='coût')),
                        ('sign_up_key', models.CharField(default=accompaniment.models.gatherings.new_key, editable=False, max_length=40, unique=True)),
                        ('sign_up_opens', models.BooleanField(default=False, verbose_name='inscription en ligne ouverte')),
                        ('sign_up_until_on', models.DateField(blank=True, null=True, verbose_name="inscriptions jusqu'au")),
                        ('sign_up_words', models.TextField(blank=True, verbose_name="présentation sur la page d'inscription")),
                        ('asked_file', models.CharField(blank=True, help_text='Par exemple : la fiche projet.', max_length=120, verbose_name='fichier demandé aux inscrits')),
                        ('asked_file_by_on', models.DateField(blank=True, null=True, verbose_name='à remettre avant le')),
                        ('stated_participants', models.PositiveIntegerField(blank=True, null=True, verbose_name='participants annoncés')),
                        ('stated_organisations', models.PositiveIntegerField(blank=True, null=True, verbose_name='structures annoncées')),
                        ('internal_note', models.TextField(blank=True, help_text='Jamais transmise', verbose_name='note interne')),
                        ('taken_over', models.BooleanField(default=False, verbose_name="repris d'un document")),
                        ('source', models.CharField(blank=True, max_length=200, verbose_name='document')),
                        ('import_key', models.CharField(blank=True, editable=False, max_length=80, null=True)),
                        ('cancelled_at', models.DateTimeField(blank=True, null=True, verbose_name='retiré le')),
                        ('cancelled_reason', models.CharField(blank=True, max_length=300, verbose_name='motif')),
                        ('search_text', models.CharField(blank=True, editable=False, max_length=760)),
                    ],
                    options={
                        'verbose_name': 'temps collectif',
                        'verbose_name_plural': 'temps collectifs',
                        'ordering': ['-created_at', '-pk'],
                    },
                ),
                migrations.CreateModel(
                    name='GatheringDate',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='référence')),
                        ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='créé le')),
                        ('date', models.DateField(verbose_name='date')),
                        ('date_precision', models.CharField(choices=[('day', 'Jour'), ('month', 'Mois'), ('year', 'Année'), ('period', 'Période')], default='day', max_length=8, verbose_name='précision')),
                        ('starts_at', models.TimeField(blank=True, null=True, verbose_name='de')),
                        ('ends_at', models.TimeField(blank=True, null=True, verbose_name='à')),
                        ('minutes', models.PositiveIntegerField(blank=True, null=True, verbose_name='durée (min)')),
                        ('postponed_reason', models.CharField(blank=True, max_length=300, verbose_name='pourquoi')),
                    ],
                    options={
                        'verbose_name': 'date',
                        'verbose_name_plural': 'dates',
                        'ordering': ['gathering', 'date', 'starts_at', 'pk'],
                    },
                ),
                migrations.CreateModel(
                    name='GatheringShare',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='référence')),
                        ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='créé le')),
                        ('percent', models.DecimalField(decimal_places=2, default=Decimal('100'), max_digits=5, verbose_name='part (%)')),
                    ],
                    options={
                        'verbose_name': 'convention servie',
                        'verbose_name_plural': 'conventions servies',
                        'ordering': ['gathering', 'pk'],
                    },
                ),
                migrations.CreateModel(
                    name='GatheringWorker',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='référence')),
                        ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='créé le')),
                        ('preparation_minutes', models.PositiveIntegerField(blank=True, null=True, verbose_name='préparation (min)')),
                    ],
                    options={
                        'verbose_name': 'salarié·e du temps collectif',
                        'verbose_name_plural': 'salarié·es du temps collectif',
                        'ordering': ['gathering', 'pk'],
                    },
                ),
                migrations.CreateModel(
                    name='Handout',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='référence')),
                        ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='créé le')),
                        ('title', models.CharField(max_length=200, verbose_name='support remis')),
                        ('link', models.URLField(blank=True, max_length=500, verbose_name='lien')),
                    ],
                    options={
                        'verbose_name': 'support remis',
                        'verbose_name_plural': 'supports remis',
                        'ordering': ['gathering', 'pk'],
                    },
                ),
                migrations.CreateModel(
                    name='MonthClosing',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='référence')),
                        ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='créé le')),
                        ('month', models.DateField(verbose_name='mois')),
                        ('closed_at', models.DateTimeField(auto_now_add=True, verbose_name='arrêté le')),
                        ('reopened_at', models.DateTimeField(blank=True, null=True, verbose_name='rouvert le')),
                        ('reopened_reason', models.CharField(blank=True, max_length=300, verbose_name='pourquoi')),
                    ],
                    options={
                        'verbose_name': 'mois arrêté',
                        'verbose_name_plural': 'mois arrêtés',
                        'ordering': ['-month', 'person', '-pk'],
                    },
                ),
                migrations.CreateModel(
                    name='ProposedEntry',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='référence')),
                        ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='créé le')),
                        ('source', models.CharField(choices=[('mail', 'Mail'), ('calendar', 'Agenda')], max_length=10, verbose_name='vient de')),
                        ('key', models.CharField(max_length=300, verbose_name='identifiant')),
                        ('state', models.CharField(choices=[('proposed', 'À confirmer'), ('confirmed', 'Notée'), ('ignored', 'Laissée de côté')], default='proposed', max_length=10, verbose_name='état')),
                        ('date', models.DateField(verbose_name='date')),
                        ('starts_at', models.TimeField(blank=True, null=True, verbose_name='heure de début')),
                        ('minutes', models.PositiveIntegerField(blank=True, null=True, verbose_name='durée (min)')),
                        ('title', models.CharField(blank=True, max_length=300, verbose_name='objet')),
                        ('excerpt', models.TextField(blank=True, verbose_name='extrait')),
                        ('correspondents', models.JSONField(blank=True, default=list, verbose_name='avec')),
                        ('kind', models.CharField(choices=[('echange', 'Entretien'), ('relecture', 'Relecture'), ('mail', 'Mail'), ('documents', 'Envoi de documents'), ('mise_en_lien', 'Mise en lien'), ('invitation', 'Invitation'), ('relance', 'Relance')], default='echange', max_length=20, verbose_name='nature')),
                        ('channel', models.CharField(blank=True, choices=[('telephone', 'Téléphone'), ('mail', 'Mail'), ('visio', 'Visio'), ('presentiel', 'Présentiel')], max_length=12, verbose_name='canal')),
                        ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='répondu le')),
                    ],
                    options={
                        'verbose_name': 'ligne proposée',
                        'verbose_name_plural': 'lignes proposées',
                        'ordering': ['-date', '-pk'],
                    },
                ),
                migrations.CreateModel(
                    name='SessionChannel',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('channel', models.CharField(choices=[('telephone', 'Téléphone'), ('mail', 'Mail'), ('visio', 'Visio'), ('presentiel', 'Présentiel')], max_length=12, verbose_name='canal')),
                    ],
                    options={
                        'verbose_name': 'canal',
                        'verbose_name_plural': 'canaux',
                        'ordering': ['session', 'channel'],
                    },
                ),
                migrations.CreateModel(
                    name='SessionHelp',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('point', models.CharField(choices=[('coherence', 'Cohérence du projet'), ('partenaires', 'Recherche de partenaires'), ('cofinancements', 'Recherche de financements complémentaires'), ('valorisation', 'Valorisation du projet'), ('bilan', 'Bilan de fin de projet')], max_length=15, verbose_name="point d'aide")),
                    ],
                    options={
                        'verbose_name': "point d'aide",
                        'verbose_name_plural': "points d'aide",
                        'ordering': ['session', 'point'],
                    },
                ),
                migrations.CreateModel(
                    name='Survey',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='référence')),
                        ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='créé le')),
                        ('key', models.CharField(default=accompaniment.models.gatherings.new_key, editable=False, max_length=40, unique=True)),
                        ('introduction', models.TextField(blank=True, verbose_name='introduction')),
                        ('is_open', models.BooleanField(default=False, verbose_name='ouvert')),
                        ('closes_on', models.DateField(blank=True, null=True, verbose_name="jusqu'au")),
                    ],
                    options={
                        'verbose_name': 'questionnaire',
                        'verbose_name_plural': 'questionnaires',
                        'ordering': ['gathering'],
                    },
                ),
                migrations.CreateModel(
                    name='SurveyAnswer',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('text', models.TextField(blank=True, verbose_name='réponse')),
                    ],
                    options={
                        'verbose_name': 'réponse à une question',
                        'verbose_name_plural': 'réponses à une question',
                        'ordering': ['reply', 'question', 'pk'],
                    },
                ),
                migrations.CreateModel(
                    name='SurveyChoice',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='référence')),
                        ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='créé le')),
                        ('position', models.PositiveSmallIntegerField(verbose_name='rang')),
                        ('text', models.CharField(max_length=200, verbose_name='réponse possible')),
                        ('stated_count', models.PositiveIntegerField(blank=True, null=True, verbose_name='effectif annoncé')),
                    ],
                    options={
                        'verbose_name': 'réponse possible',
                        'verbose_name_plural': 'réponses possibles',
                        'ordering': ['question', 'position', 'pk'],
                    },
                ),
                migrations.CreateModel(
                    name='SurveyQuestion',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='référence')),
                        ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='créé le')),
                        ('position', models.PositiveSmallIntegerField(verbose_name='rang')),
                        ('kind', models.CharField(choices=[('one', 'Un seul choix'), ('several', 'Plusieurs choix'), ('free', 'Réponse libre')], max_length=10, verbose_name='réponse')),
                        ('text', models.CharField(error_messages={'blank': 'Écrivez la question.'}, max_length=300, verbose_name='question')),
                    ],
                    options={
                        'verbose_name': 'question du questionnaire',
                        'verbose_name_plural': 'questions du questionnaire',
                        'ordering': ['survey', 'position', 'pk'],
                    },
                ),
                migrations.CreateModel(
                    name='SurveyReply',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='référence')),
                        ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='créé le')),
                    ],
                    options={
                        'verbose_name': 'réponse au questionnaire',
                        'verbose_name_plural': 'réponses au questionnaire',
                        'ordering': ['survey', 'pk'],
                    },
                ),
                migrations.CreateModel(
                    name='WorkEntry',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='référence')),
                        ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='créé le')),
                        ('date', models.DateField(verbose_name='date')),
                        ('date_precision', models.CharField(choices=[('day', 'Jour'), ('month', 'Mois'), ('year', 'Année'), ('period', 'Période')], default='day', max_length=8, verbose_name='précision')),
                        ('starts_at', models.TimeField(blank=True, null=True, verbose_name='heure de début')),
                        ('minutes', models.PositiveIntegerField(blank=True, null=True, verbose_name='durée (min)')),
                        ('state', models.CharField(choices=[('planned', 'Prévu'), ('held', 'Tenu'), ('cancelled', 'Annulé'), ('missed', 'Manqué')], default='held', max_length=10, verbose_name='état')),
                        ('state_reason', models.CharField(blank=True, max_length=300, verbose_name='pourquoi')),
                        ('line', models.CharField(blank=True, help_text='Lu par le Département', max_length=500, verbose_name="de quoi il s'agissait")),
                        ('internal_note', models.TextField(blank=True, help_text='Jamais transmise', verbose_name='note interne')),
                        ('taken_over', models.BooleanField(default=False, verbose_name="repris d'un document")),
                        ('source', models.CharField(blank=True, max_length=200, verbose_name='document')),
                        ('import_key', models.CharField(blank=True, editable=False, max_length=80, null=True)),
                        ('cancelled_at', models.DateTimeField(blank=True, null=True, verbose_name='annulé le')),
                        ('cancelled_reason', models.CharField(blank=True, max_length=300, verbose_name='motif')),
                        ('search_text', models.CharField(blank=True, editable=False, max_length=760)),
                        ('kind', models.CharField(choices=[('rdv_departement', 'Rendez-vous avec le Département'), ('rdv_partenaire', 'Rendez-vous avec un partenaire'), ('rdv_prestataire', 'Rendez-vous avec un prestataire'), ('preparation', 'Préparation'), ('deplacement', 'Déplacement'), ('coordination', 'Coordination et bilan'), ('valorisation', 'Valorisation')], max_length=20, verbose_name='nature')),
                        ('promotion', models.CharField(blank=True, choices=[('stand', 'Stand'), ('publipostage', 'Publipostage'), ('relais', 'Relais'), ('article', 'Article'), ('autre', 'Autre')], max_length=15, verbose_name='forme de la valorisation')),
                    ],
                    options={
                        'verbose_name': 'travail sans porteur',
                        'verbose_name_plural': 'travaux sans porteur',
                        'ordering': ['-date', '-pk'],
                        'abstract': False,
                    },
                ),
                migrations.AddField(
                    model_name='accompaniment',
                    name='import_run',
                    field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partnership.import'),
                ),
                migrations.AddField(
                    model_name='accompaniment',
                    name='organisation',
                    field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='accompaniments', to='partnership.organisation', verbose_name='structure'),
                ),
                migrations.AddField(
                    model_name='accompaniment',
                    name='owner',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='accompaniments', to='partnership.network'),
                ),
                migrations.AddField(
                    model_name='accompanimentsession',
                    name='cancelled_by',
                    field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
                ),
                migrations.AddField(
                    model_name='accompanimentsession',
                    name='convention',
                    field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_rows', to='partnership.convention'),
                ),
                migrations.AddField(
                    model_name='accompanimentsession',
                    name='import_run',
                    field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partnership.import'),
                ),
                migrations.AddField(
                    model_name='accompanimentsession',
                    name='noted_by',
                    field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
                ),
                migrations.AddField(
                    model_name='accompanimentsession',
                    name='organisation',
                    field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partnership.organisation', verbose_name='structure'),
                ),
                migrations.AddField(
                    model_name='accompanimentsession',
                    name='owner',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partnership.network'),
                ),
                migrations.AddField(
                    model_name='accompanimentsession',
                    name='staff',
                    field=models.ManyToManyField(blank=True, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='salarié·es'),
                ),
                migrations.AddField(
                    model_name='attendance',
                    name='handed_in',
                    field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='partnership.storedfile', verbose_name='fichier remis'),
                ),
                migrations.AddField(
                    model_name='attendance',
                    name='import_run',
                    field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partnership.import'),
                ),
                migrations.AddField(
                    model_name='attendance',
                    name='noted_by',
                    field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
                ),
                migrations.AddField(
                    model_name='attendance',
                    name='organisation',
                    field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='attendances', to='partnership.organisation', verbose_name='structure'),
                ),
                migrations.AddField(
                    model_name='attendance',
                    name='project',
                    field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='attendances', to='partnership.project', verbose_name='projet'),
                ),
                migrations.AddField(
                    model_name='attendance',
                    name='signature',
                    field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='partnership.storedfile', verbose_name='signature'),
                ),
                migrations.AddField(
                    model_name='calendaraddress',
                    name='owner',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partnership.network'),
                ),
                migrations.AddField(
                    model_name='calendaraddress',
                    name='person',
                    field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='calendar_address', to=settings.AUTH_USER_MODEL),
                ),
                migrations.AddField(
                    model_name='cofacilitator',
                    name='organisation',
                    field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partnership.organisation', verbose_name='structure'),
                ),
                migrations.AddField(
                    model_name='followupmodechange',
                    name='by',
                    field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
                ),
                migrations.AddField(
                    model_name='followupyear',
                    name='accompaniment',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='years', to='accompaniment.accompaniment'),
                ),
                migrations.AddField(
                    model_name='followupyear',
                    name='convention',
                    field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='follow_ups', to='partnership.convention'),
                ),
                migrations.AddField(
                    model_name='followupyear',
                    name='import_run',
                    field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partnership.import'),
                ),
                migrations.AddField(
                    model_name='followupyear',
                    name='lead',
                    field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='led_follow_ups', to=settings.AUTH_USER_MODEL, verbose_name='suivi par'),
                ),
                migrations.AddField(
                    model_name='followupyear',
                    name='projects',
                    field=models.ManyToManyField(blank=True, related_name='follow_ups', to='partnership.project', verbose_name='projets'),
                ),
                migrations.AddField(
                    model_name='followupyear',
                    name='waived_by',
                    field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
                ),
                migrations.AddField(
                    model_name='followupmodechange',
                    name='follow_up',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mode_changes', to='accompaniment.followupyear'),
                ),
                migrations.AddField(
                    model_name='followupkind',
                    name='follow_up',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='kinds', to='accompaniment.followupyear'),
                ),
                migrations.AddField(
                    model_name='accompanimentsession',
                    name='follow_up',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sessions', to='accompaniment.followupyear'),
                ),
                migrations.AddField(
                    model_name='gathering',
                    name='cancelled_by',
                    field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
                ),
                migrations.AddField(
                    model_name='gathering',
                    name='import_run',
                    field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partnership.import'),
                ),
                migrations.AddField(
                    model_name='gathering',
                    name='noted_by',
                    field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
                ),
                migrations.AddField(
                    model_name='gathering',
                    name='owner',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='gatherings', to='partnership.network'),
                ),
                migrations.AddField(
                    model_name='gathering',
                    name='projects',
                    field=models.ManyToManyField(blank=True, related_name='gatherings', to='partnership.project', verbose_name='projets'),
                ),
                migrations.AddField(
                    model_name='feedback',
                    name='gathering',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='feedback', to='accompaniment.gathering'),
                ),
                migrations.AddField(
                    model_name='cofacilitator',
                    name='gathering',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='co_facilitators', to='accompaniment.gathering'),
                ),
                migrations.AddField(
                    model_name='attendance',
                    name='gathering',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attendances', to='accompaniment.gathering'),
                ),
                migrations.AddField(
                    model_name='agendaitem',
                    name='gathering',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='agenda', to='accompaniment.gathering'),
                ),
                migrations.AddField(
                    model_name='gatheringdate',
                    name='gathering',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='dates', to='accompaniment.gathering'),
                ),
                migrations.AddField(
                    model_name='gatheringdate',
                    name='postponed_to',
                    field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaces', to='accompaniment.gatheringdate', verbose_name='reportée au'),
                ),
                migrations.AddField(
                    model_name='gatheringshare',
                    name='commitment',
                    field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='gathering_shares', to='partnership.commitment', verbose_name='action du programme'),
                ),
                migrations.AddField(
                    model_name='gatheringshare',
                    name='convention',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='gathering_shares', to='partnership.convention'),
                ),
                migrations.AddField(
                    model_name='gatheringshare',
                    name='gathering',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shares', to='accompaniment.gathering'),
                ),
                migrations.AddField(
                    model_name='gatheringworker',
                    name='gathering',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='workers', to='accompaniment.gathering'),
                ),
                migrations.AddField(
                    model_name='gatheringworker',
                    name='person',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='gathering_rows', to=settings.AUTH_USER_MODEL),
                ),
                migrations.AddField(
                    model_name='gathering',
                    name='staff',
                    field=models.ManyToManyField(related_name='gatherings', through='accompaniment.GatheringWorker', to=settings.AUTH_USER_MODEL, verbose_name='salarié·es'),
                ),
                migrations.AddField(
                    model_name='handout',
                    name='gathering',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='handouts', to='accompaniment.gathering'),
                ),
                migrations.AddField(
                    model_name='monthclosing',
                    name='closed_by',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
                ),
                migrations.AddField(
                    model_name='monthclosing',
                    name='owner',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partnership.network'),
                ),
                migrations.AddField(
                    model_name='monthclosing',
                    name='person',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='closed_months', to=settings.AUTH_USER_MODEL),
                ),
                migrations.AddField(
                    model_name='monthclosing',
                    name='reopened_by',
                    field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
                ),
                migrations.AddField(
                    model_name='proposedentry',
                    name='organisation',
                    field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partnership.organisation', verbose_name='structure'),
                ),
                migrations.AddField(
                    model_name='proposedentry',
                    name='owner',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partnership.network'),
                ),
                migrations.AddField(
                    model_name='proposedentry',
                    name='person',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='proposed_entries', to=settings.AUTH_USER_MODEL),
                ),
                migrations.AddField(
                    model_name='proposedentry',
                    name='session',
                    field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='proposals', to='accompaniment.accompanimentsession'),
                ),
                migrations.AddField(
                    model_name='sessionchannel',
                    name='session',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='channels', to='accompaniment.accompanimentsession'),
                ),
                migrations.AddField(
                    model_name='sessionhelp',
                    name='session',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='helps', to='accompaniment.accompanimentsession'),
                ),
                migrations.AddField(
                    model_name='survey',
                    name='gathering',
                    field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='survey', to='accompaniment.gathering'),
                ),
                migrations.AddField(
                    model_name='surveyanswer',
                    name='choice',
                    field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='accompaniment.surveychoice'),
                ),
                migrations.AddField(
                    model_name='surveyquestion',
                    name='survey',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='accompaniment.survey'),
                ),
                migrations.AddField(
                    model_name='surveychoice',
                    name='question',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='choices', to='accompaniment.surveyquestion'),
                ),
                migrations.AddField(
                    model_name='surveyanswer',
                    name='question',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='accompaniment.surveyquestion'),
                ),
                migrations.AddField(
                    model_name='surveyreply',
                    name='survey',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='replies', to='accompaniment.survey'),
                ),
                migrations.AddField(
                    model_name='surveyanswer',
                    name='reply',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='accompaniment.surveyreply'),
                ),
                migrations.AddField(
                    model_name='workentry',
                    name='cancelled_by',
                    field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
                ),
                migrations.AddField(
                    model_name='workentry',
                    name='commitment',
                    field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='work_entries', to='partnership.commitment', verbose_name='action du programme'),
                ),
                migrations.AddField(
                    model_name='workentry',
                    name='convention',
                    field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_rows', to='partnership.convention'),
                ),
                migrations.AddField(
                    model_name='workentry',
                    name='import_run',
                    field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partnership.import'),
                ),
                migrations.AddField(
                    model_name='workentry',
                    name='noted_by',
                    field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
                ),
                migrations.AddField(
                    model_name='workentry',
                    name='organisation',
                    field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partnership.organisation', verbose_name='structure'),
                ),
                migrations.AddField(
                    model_name='workentry',
                    name='owner',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partnership.network'),
                ),
                migrations.AddField(
                    model_name='workentry',
                    name='staff',
                    field=models.ManyToManyField(blank=True, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='salarié·es'),
                ),
                migrations.AddField(
                    model_name='proposedentry',
                    name='work',
                    field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='proposals', to='accompaniment.workentry'),
                ),
                migrations.AddConstraint(
                    model_name='accompaniment',
                    constraint=models.UniqueConstraint(fields=('owner', 'import_key'), name='accompaniment_import_key_unique', violation_error_message='Cet accompagnement a déjà été importé.'),
                ),
                migrations.AddIndex(
                    model_name='followupyear',
                    index=models.Index(fields=['lead', 'review_on'], name='accompanime_lead_id_b5239a_idx'),
                ),
                migrations.AddConstraint(
                    model_name='followupyear',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('waived_on__isnull', True), ('waived_reason', '')), models.Q(('waived_on__isnull', False), models.Q(('waived_reason', ''), _negated=True)), _connector='OR'), name='followupyear_waived_with_reason', violation_error_message='Passer outre demande un motif et une date.'),
                ),
                migrations.AddConstraint(
                    model_name='followupyear',
                    constraint=models.UniqueConstraint(fields=('accompaniment', 'convention'), name='follow_up_year_once_per_convention', violation_error_message='Ce suivi a déjà une page pour cette convention.'),
                ),
                migrations.AddConstraint(
                    model_name='followupyear',
                    constraint=models.UniqueConstraint(condition=models.Q(('convention__isnull', True)), fields=('accompaniment',), name='follow_up_year_once_without_convention', violation_error_message='Ce suivi a déjà une page à rattacher.'),
                ),
                migrations.AddConstraint(
                    model_name='followupmodechange',
                    constraint=models.UniqueConstraint(fields=('follow_up', 'from_on'), name='mode_change_once_a_day', violation_error_message='Ce suivi change déjà de mode ce jour-là.'),
                ),
                migrations.AddConstraint(
                    model_name='followupmodechange',
                    constraint=models.CheckConstraint(condition=models.Q(('before', models.F('mode')), _negated=True), name='mode_change_changes_something', violation_error_message='Ce suivi est déjà dans ce mode.'),
                ),
                migrations.AddConstraint(
                    model_name='followupmodechange',
                    constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='mode_change_has_a_reason', violation_error_message='Dites pourquoi le mode change.'),
                ),
                migrations.AddConstraint(
                    model_name='followupkind',
                    constraint=models.UniqueConstraint(fields=('follow_up', 'kind'), name='follow_up_kind_once', violation_error_message='Ce type de projet est déjà choisi.'),
                ),
                migrations.AddIndex(
                    model_name='accompanimentsession',
                    index=models.Index(fields=['convention', '-date', '-id'], name='accompanime_convent_1760b2_idx'),
                ),
                migrations.AddIndex(
                    model_name='accompanimentsession',
                    index=models.Index(fields=['-date', '-id'], name='accompanime_date_cc24d5_idx'),
                ),
                migrations.AddConstraint(
                    model_name='accompanimentsession',
                    constraint=models.UniqueConstraint(fields=('owner', 'import_key'), name='accompanimentsession_import_key_unique', violation_error_message='Cette ligne a déjà été importée.'),
                ),
                migrations.AddConstraint(
                    model_name='accompanimentsession',
                    constraint=models.CheckConstraint(condition=models.Q(('minutes__isnull', True), models.Q(('minutes__gt', 0), ('minutes__lte', 1440)), models.Q(('minutes__gt', 0), ('taken_over', True)), _connector='OR'), name='accompanimentsession_minutes_in_a_day', violation_error_message='Une durée va de 1 minute à 24 heures.'),
                ),
                migrations.AddConstraint(
                    model_name='accompanimentsession',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('cancelled_at__isnull', True), ('cancelled_reason', '')), models.Q(('cancelled_at__isnull', False), models.Q(('cancelled_reason', ''), _negated=True)), _connector='OR'), name='accompanimentsession_cancelled_with_reason', violation_error_message='Une annulation a une date et un motif.'),
                ),
                migrations.AddConstraint(
                    model_name='accompanimentsession',
                    constraint=models.CheckConstraint(condition=models.Q(('starts_at__isnull', True), ('date_precision', 'day'), _connector='OR'), name='accompanimentsession_start_needs_a_day', violation_error_message='Une heure de début demande une date au jour.'),
                ),
                migrations.AddConstraint(
                    model_name='accompanimentsession',
                    constraint=models.CheckConstraint(condition=models.Q(('kind__in', ('echange', 'relecture')), ('minutes__isnull', True), _connector='OR'), name='session_untimed_has_no_minutes', violation_error_message="Un mail, un envoi, une mise en lien n'ont pas de durée."),
                ),
                migrations.AddConstraint(
                    model_name='cofacilitator',
                    constraint=models.CheckConstraint(condition=models.Q(('organisation__isnull', False), models.Q(('name', ''), _negated=True), _connector='OR'), name='co_facilitator_is_somebody', violation_error_message='Donnez une structure ou un nom.'),
                ),
                migrations.AddIndex(
                    model_name='attendance',
                    index=models.Index(fields=['gathering', 'state'], name='accompanime_gatheri_f0ad62_idx'),
                ),
                migrations.AddConstraint(
                    model_name='attendance',
                    constraint=models.UniqueConstraint(fields=('gathering', 'import_key'), name='attendance_import_key_unique', violation_error_message='Cette participation a déjà été importée.'),
                ),
                migrations.AddConstraint(
                    model_name='attendance',
                    constraint=models.CheckConstraint(condition=models.Q(('people__gt', 0), ('young_people__gt', 0), _connector='OR'), name='attendance_is_somebody', violation_error_message='Il faut au moins une personne.'),
                ),
                migrations.AddConstraint(
                    model_name='attendance',
                    constraint=models.CheckConstraint(condition=models.Q(('is_walk_in', False), ('state', 'present'), _connector='OR'), name='attendance_walk_in_is_present', violation_error_message='Qui vient sans inscription est présent.'),
                ),
                migrations.AddConstraint(
                    model_name='attendance',
                    constraint=models.UniqueConstraint(models.F('gathering'), django.db.models.functions.text.Lower('email'), condition=models.Q(('consented_at__isnull', False), models.Q(('email', ''), _negated=True)), name='attendance_signs_up_once', violation_error_message='Cette adresse est déjà inscrite.'),
                ),
                migrations.AddConstraint(
                    model_name='agendaitem',
                    constraint=models.CheckConstraint(condition=models.Q(('activity', ''), _negated=True), name='agenda_item_has_an_activity', violation_error_message="Dites de quelle activité il s'agit."),
                ),
                migrations.AddIndex(
                    model_name='gatheringdate',
                    index=models.Index(fields=['-date'], name='accompanime_date_63381e_idx'),
                ),
                migrations.AddConstraint(
                    model_name='gatheringdate',
                    constraint=models.UniqueConstraint(fields=('gathering', 'date', 'starts_at'), name='gathering_date_once', violation_error_message='Cette date est déjà là.'),
                ),
                migrations.AddConstraint(
                    model_name='gatheringdate',
                    constraint=models.UniqueConstraint(condition=models.Q(('starts_at__isnull', True)), fields=('gathering', 'date'), name='gathering_date_once_without_hours', violation_error_message='Cette date est déjà là, sans heure.'),
                ),
                migrations.AddConstraint(
                    model_name='gatheringdate',
                    constraint=models.CheckConstraint(condition=models.Q(('starts_at__isnull', True), ('ends_at__isnull', True), ('ends_at__gt', models.F('starts_at')), _connector='OR'), name='gathering_date_hours_in_order', violation_error_message='La fin précède le début.'),
                ),
                migrations.AddConstraint(
                    model_name='gatheringdate',
                    constraint=models.CheckConstraint(condition=models.Q(('minutes__isnull', True), ('minutes__gt', 0), _connector='OR'), name='gathering_date_minutes_positive', violation_error_message="Une durée est d'au moins 1 minute."),
                ),
                migrations.AddConstraint(
                    model_name='gatheringdate',
                    constraint=models.CheckConstraint(condition=models.Q(('postponed_to__isnull', True), models.Q(('postponed_reason', ''), _negated=True), _connector='OR'), name='gathering_date_postponed_with_reason', violation_error_message='Dites pourquoi cette date est reportée.'),
                ),
                migrations.AddConstraint(
                    model_name='gatheringshare',
                    constraint=models.UniqueConstraint(fields=('gathering', 'convention'), name='gathering_share_once', violation_error_message='Cette convention est déjà servie.'),
                ),
                migrations.AddConstraint(
                    model_name='gatheringshare',
                    constraint=models.CheckConstraint(condition=models.Q(('percent__gt', 0), ('percent__lte', 100)), name='gathering_share_percent', violation_error_message='Une part va de 0,01 à 100 %.'),
                ),
                migrations.AddConstraint(
                    model_name='gatheringworker',
                    constraint=models.UniqueConstraint(fields=('gathering', 'person'), name='gathering_worker_once', violation_error_message='Cette personne anime déjà.'),
                ),
                migrations.AddIndex(
                    model_name='gathering',
                    index=models.Index(fields=['owner', 'state'], name='accompanime_owner_i_8f6be2_idx'),
                ),
                migrations.AddConstraint(
                    model_name='gathering',
                    constraint=models.UniqueConstraint(fields=('owner', 'import_key'), name='gathering_import_key_unique', violation_error_message='Ce temps collectif a déjà été importé.'),
                ),
                migrations.AddConstraint(
                    model_name='gathering',
                    constraint=models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='gathering_has_a_title', violation_error_message='Donnez un intitulé.'),
                ),
                migrations.AddConstraint(
                    model_name='gathering',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['postponed', 'cancelled']), _negated=True), models.Q(('state_reason', ''), _negated=True), _connector='OR'), name='gathering_not_held_with_reason', violation_error_message='Un report ou une annulation a un motif.'),
                ),
                migrations.AddConstraint(
                    model_name='gathering',
                    constraint=models.CheckConstraint(condition=models.Q(('cost__isnull', True), ('cost__gte', 0), _connector='OR'), name='gathering_cost_not_negative', violation_error_message="Un coût n'est pas négatif."),
                ),
                migrations.AddConstraint(
                    model_name='gathering',
                    constraint=models.CheckConstraint(condition=models.Q(('capacity__isnull', True), ('capacity__gt', 0), _connector='OR'), name='gathering_capacity_positive', violation_error_message='Il faut au moins une place.'),
                ),
                migrations.AddConstraint(
                    model_name='gathering',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('cancelled_at__isnull', True), ('cancelled_reason', '')), models.Q(('cancelled_at__isnull', False), models.Q(('cancelled_reason', ''), _negated=True)), _connector='OR'), name='gathering_cancelled_with_reason', violation_error_message='Un retrait a une date et un motif.'),
                ),
                migrations.AddConstraint(
                    model_name='monthclosing',
                    constraint=models.UniqueConstraint(condition=models.Q(('reopened_at__isnull', True)), fields=('owner', 'person', 'month'), name='month_closed_once', violation_error_message='Ce mois est déjà arrêté.'),
                ),
                migrations.AddConstraint(
                    model_name='monthclosing',
                    constraint=models.CheckConstraint(condition=models.Q(('month__day', 1)), name='month_closing_names_a_month', violation_error_message='Un mois est nommé par son premier jour.'),
                ),
                migrations.AddConstraint(
                    model_name='monthclosing',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('reopened_at__isnull', True), ('reopened_reason', '')), models.Q(('reopened_at__isnull', False), models.Q(('reopened_reason', ''), _negated=True)), _connector='OR'), name='month_reopened_with_reason', violation_error_message='Rouvrir un mois demande un motif.'),
                ),
                migrations.AddConstraint(
                    model_name='sessionchannel',
                    constraint=models.UniqueConstraint(fields=('session', 'channel'), name='session_channel_once', violation_error_message='Ce canal est déjà choisi.'),
                ),
                migrations.AddConstraint(
                    model_name='sessionhelp',
                    constraint=models.UniqueConstraint(fields=('session', 'point'), name='session_help_once', violation_error_message="Ce point d'aide est déjà choisi."),
                ),
                migrations.AddConstraint(
                    model_name='surveyquestion',
                    constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='survey_question_has_words', violation_error_message='Écrivez la question.'),
                ),
                migrations.AddConstraint(
                    model_name='surveyanswer',
                    constraint=models.UniqueConstraint(fields=('reply', 'question', 'choice'), name='survey_answer_once', violation_error_message='Cette réponse est déjà donnée.'),
                ),
                migrations.AddConstraint(
                    model_name='surveyanswer',
                    constraint=models.UniqueConstraint(condition=models.Q(('choice__isnull', True)), fields=('reply', 'question'), name='survey_text_once', violation_error_message='Cette question a déjà sa réponse.'),
                ),
                migrations.AddConstraint(
                    model_name='surveyanswer',
                    constraint=models.CheckConstraint(condition=models.Q(('choice__isnull', False), models.Q(('text', ''), _negated=True), _connector='OR'), name='survey_answer_says_something', violation_error_message='Une réponse dit quelque chose.'),
                ),
                migrations.AddIndex(
                    model_name='workentry',
                    index=models.Index(fields=['convention', '-date', '-id'], name='accompanime_convent_7a7830_idx'),
                ),
                migrations.AddIndex(
                    model_name='workentry',
                    index=models.Index(fields=['-date', '-id'], name='accompanime_date_e8759d_idx'),
                ),
                migrations.AddConstraint(
                    model_name='workentry',
                    constraint=models.UniqueConstraint(fields=('owner', 'import_key'), name='workentry_import_key_unique', violation_error_message='Cette ligne a déjà été importée.'),
                ),
                migrations.AddConstraint(
                    model_name='workentry',
                    constraint=models.CheckConstraint(condition=models.Q(('minutes__isnull', True), models.Q(('minutes__gt', 0), ('minutes__lte', 1440)), models.Q(('minutes__gt', 0), ('taken_over', True)), _connector='OR'), name='workentry_minutes_in_a_day', violation_error_message='Une durée va de 1 minute à 24 heures.'),
                ),
                migrations.AddConstraint(
                    model_name='workentry',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('cancelled_at__isnull', True), ('cancelled_reason', '')), models.Q(('cancelled_at__isnull', False), models.Q(('cancelled_reason', ''), _negated=True)), _connector='OR'), name='workentry_cancelled_with_reason', violation_error_message='Une annulation a une date et un motif.'),
                ),
                migrations.AddConstraint(
                    model_name='workentry',
                    constraint=models.CheckConstraint(condition=models.Q(('starts_at__isnull', True), ('date_precision', 'day'), _connector='OR'), name='workentry_start_needs_a_day', violation_error_message='Une heure de début demande une date au jour.'),
                ),
                migrations.AddConstraint(
                    model_name='workentry',
                    constraint=models.CheckConstraint(condition=models.Q(('promotion', ''), ('kind', 'valorisation'), _connector='OR'), name='work_promotion_kind_of_promotion', violation_error_message='Seule une valorisation a une forme (stand, relais…).'),
                ),
                migrations.AddIndex(
                    model_name='proposedentry',
                    index=models.Index(fields=['person', 'state', '-date'], name='accompanime_person__9bb8a1_idx'),
                ),
                migrations.AddConstraint(
                    model_name='proposedentry',
                    constraint=models.UniqueConstraint(fields=('person', 'source', 'key'), name='proposed_entry_once', violation_error_message='Cet échange a déjà été proposé.'),
                ),
            ],
        ),
    ]
